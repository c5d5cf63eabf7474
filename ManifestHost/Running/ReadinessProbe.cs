using System.Net.Sockets;

namespace ManifestHost.Running;

/// <summary>Asks a resource whether it is ready.</summary>
internal sealed class ReadinessProbe : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        // No trace context: a probe must not become a span of whoever runs the host.
        ActivityHeadersPropagator = null,
        // A restarted process would otherwise be asked over a connection to the dead one.
        PooledConnectionLifetime = TimeSpan.Zero,
    })
    {
        Timeout = Patience,
    };

    /// <summary>Asks once.</summary>
    /// <param name="probe"><c>http</c>: a GET must be answered 2xx; <c>tcp</c>: a connection must be accepted; nothing: always ready.</param>
    /// <param name="cancellation">Ends the question.</param>
    public async Task<bool> IsReadyAsync(Uri? probe, CancellationToken cancellation)
    {
        if (probe is null)
        {
            return true;
        }

        try
        {
            if (probe.Scheme == Uri.UriSchemeHttp)
            {
                using var answer = await _http.GetAsync(probe, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
                return answer.IsSuccessStatusCode;
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Patience);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(probe.Host, probe.Port, limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
