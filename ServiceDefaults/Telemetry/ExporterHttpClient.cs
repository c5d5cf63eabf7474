using System.Diagnostics.Metrics;

namespace Tta.ServiceDefaults.Telemetry;

/// <summary>
/// The client that carries telemetry out. Its own requests are no telemetry: the SDK suppresses their spans, and the
/// meter given here keeps them out of the <c>http.client.*</c> metrics.
/// </summary>
internal static class ExporterHttpClient
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan MaxRequestTimeout = TimeSpan.FromSeconds(10);

    public static HttpClient Create(ExportWatch watch, TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            UseCookies = false,
            MeterFactory = new UnheardMeterFactory(),
        };
        return new HttpClient(new ExportWatchHandler(watch) { InnerHandler = handler })
        {
            // The export's time limit covers its retries; one request may not take all of it.
            Timeout = timeout < MaxRequestTimeout ? timeout : MaxRequestTimeout,
        };
    }

    private sealed class UnheardMeterFactory : IMeterFactory
    {
        private readonly Meter _meter = new("OtlpExporter.Unheard");

        public Meter Create(MeterOptions options) => _meter;

        public void Dispose() => _meter.Dispose();
    }

    private sealed class ExportWatchHandler(ExportWatch watch) : DelegatingHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                var response = base.Send(request, cancellationToken);
                watch.Answered(request.RequestUri!, response.StatusCode);
                return response;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                watch.Silent(request.RequestUri!);
                throw;
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                watch.Answered(request.RequestUri!, response.StatusCode);
                return response;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                watch.Silent(request.RequestUri!);
                throw;
            }
        }
    }
}
