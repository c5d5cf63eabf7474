namespace Tta.ServiceDefaults.Telemetry;

/// <summary>
/// Sends a batch again for as long as nobody answers. The SDK's own retry gives a batch five attempts within seconds, fewer
/// than an endpoint that is restarted needs. An answer, of whatever status, is the SDK's business.
/// </summary>
internal sealed class ExportHandler(ExportWatch watch, TimeSpan attemptTimeout) : DelegatingHandler
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var delay = FirstDelay; ; delay = Next(delay))
        {
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            attempt.CancelAfter(attemptTimeout);
            try
            {
                var response = base.Send(request, attempt.Token);
                watch.Answered(request.RequestUri!, response.StatusCode);
                return response;
            }
            catch (Exception exception) when (NobodyAnswers(exception, cancellationToken))
            {
                watch.Silent(request.RequestUri!);
            }

            cancellationToken.WaitHandle.WaitOne(delay);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var delay = FirstDelay; ; delay = Next(delay))
        {
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            attempt.CancelAfter(attemptTimeout);
            try
            {
                var response = await base.SendAsync(request, attempt.Token).ConfigureAwait(false);
                watch.Answered(request.RequestUri!, response.StatusCode);
                return response;
            }
            catch (Exception exception) when (NobodyAnswers(exception, cancellationToken))
            {
                watch.Silent(request.RequestUri!);
            }

            await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool NobodyAnswers(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException or OperationCanceledException
        && !cancellationToken.IsCancellationRequested;

    private static TimeSpan Next(TimeSpan delay) => delay * 2 < MaxDelay ? delay * 2 : MaxDelay;
}
