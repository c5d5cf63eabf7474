using System.Net;
using OpenTelemetry;

namespace Tta.ServiceDefaults.Spool;

/// <summary>
/// Beneath the SDK's exporter: what the receiver does not take now waits on disk and is sent once it does, the oldest first. The exporter is
/// told that all is well, since it would keep its queue waiting, and a queue that is full drops.
/// </summary>
/// <param name="spool">Where requests wait.</param>
/// <param name="time">What is waited by.</param>
internal sealed class SpoolHandler(RequestSpool spool, TimeProvider time) : DelegatingHandler
{
    /// <summary>
    /// How long one request may take. The exporter's queue fills meanwhile: 65,536 spans are twice what the busiest service of the demo makes in
    /// that time at 200 workflows per second.
    /// </summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private HttpRequestMessage? _pattern;

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        BeginDelivery(request);
        if (!TryThin(request))
        {
            return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request };
        }

        if (spool.IsEmpty)
        {
            try
            {
                using var limited = Limited(cancellationToken);
                var response = base.Send(request, limited.Token);
                if (response.IsSuccessStatusCode)
                {
                    return response;
                }

                if (!IsPassing(response.StatusCode))
                {
                    spool.Refuse(Body(request));
                    return response;
                }

                response.Dispose();
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
            {
                // Also when the service stops: what it could not send in time is sent by the next one.
            }
        }

        spool.Store(Body(request));
        return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request };
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The exporter sends OTLP over HTTP/1.1 synchronously.");

    /// <summary>As a gateway or a server says that it is too busy, or somebody in between that there is none.</summary>
    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static byte[] Body(HttpRequestMessage request)
    {
        using var body = new MemoryStream();
        request.Content!.CopyTo(body, context: null, CancellationToken.None);
        return body.ToArray();
    }

    /// <summary>Takes out what is shed, here or elsewhere in the application; false when nothing is left.</summary>
    private bool TryThin(HttpRequestMessage request)
    {
        if (!spool.IsShedding)
        {
            return true;
        }

        var (body, kept) = spool.Thin(Body(request));
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = request.Content!.Headers.ContentType;
        request.Content = content;
        return kept > 0;
    }

    /// <summary>Address and headers, keys among them, are the exporter's: they are not on disk, and are known from its first request on.</summary>
    private void BeginDelivery(HttpRequestMessage request)
    {
        if (_pattern is not null)
        {
            return;
        }

        var pattern = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach (var (name, values) in request.Headers)
        {
            pattern.Headers.TryAddWithoutValidation(name, values);
        }

        pattern.Content = new ByteArrayContent([]);
        pattern.Content.Headers.ContentType = request.Content?.Headers.ContentType;
        if (Interlocked.CompareExchange(ref _pattern, pattern, null) is null)
        {
            _ = Task.Run(() => DeliverAsync(pattern, spool.Stopping), CancellationToken.None);
        }
    }

    private async Task DeliverAsync(HttpRequestMessage pattern, CancellationToken stopping)
    {
        // Telemetry about sending telemetry would never end.
        using var suppressed = SuppressInstrumentationScope.Begin();
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                while (spool.Oldest() is var (request, body) && await SendAsync(pattern, body, stopping) is { } status)
                {
                    spool.Remove(request, status is >= 200 and < 300 ? null : SpoolMetrics.Refused);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The service ends; what waits is there for the next one.
        }
    }

    /// <summary>What the receiver answers for good; null when it is to be asked again.</summary>
    private async Task<int?> SendAsync(HttpRequestMessage pattern, byte[] body, CancellationToken stopping)
    {
        using var request = new HttpRequestMessage(pattern.Method, pattern.RequestUri) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = pattern.Content!.Headers.ContentType;
        foreach (var (name, values) in pattern.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, values);
        }

        try
        {
            using var limited = Limited(stopping);
            using var response = await base.SendAsync(request, limited.Token);
            return IsPassing(response.StatusCode) ? null : (int)response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            return null;
        }
    }

    private static CancellationTokenSource Limited(CancellationToken cancellationToken)
    {
        var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        return limited;
    }
}
