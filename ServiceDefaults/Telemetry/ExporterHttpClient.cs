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

    // What waits meanwhile is bounded by the queue's size, not by this.

    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(5);

    /// <summary>Makes the client of one exporter.</summary>
    /// <param name="watch">Is told what becomes of each request.</param>
    /// <param name="timeout">Time limit of one attempt.</param>
    public static HttpClient Create(ExportWatch watch, TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            UseCookies = false,
            MeterFactory = new UnheardMeterFactory(),
        };
        return new HttpClient(new ExportHandler(watch, timeout) { InnerHandler = handler }) { Timeout = GiveUpAfter };
    }

    private sealed class UnheardMeterFactory : IMeterFactory
    {
        private readonly Meter _meter = new("OtlpExporter.Unheard");

        public Meter Create(MeterOptions options) => _meter;

        public void Dispose() => _meter.Dispose();
    }
}
