using System.Diagnostics;
using System.Security.Cryptography;
using Observatory.Traces.Otlp;
using Observatory.Traces.Store;

namespace Observatory.Mcp.Calls;

/// <summary>
/// Stores what the SDK tells of each request, by the MCP conventions, as a trace of the service <see cref="Service"/>. It is a trace of its
/// own, also when the caller sent the context of one: a question about a workflow is no part of it. A link leads to who asked.
/// </summary>
internal sealed class CallTraces : IDisposable
{
    /// <summary>The service that the spans are of.</summary>
    public const string Service = "observatory";

    private const string Source = "Experimental.ModelContextProtocol";

    // Several servers may live in one process, as they do under test: each stores its own.
    private static readonly AsyncLocal<CallTraces?> Serving = new();

    private readonly TraceConsumer _consumer;
    private readonly ActivityListener? _listener;
    private long _dropped;

    /// <summary>Listens, unless the settings say otherwise.</summary>
    public CallTraces(TraceStore store, McpOptions options)
    {
        _consumer = new(store);
        if (!options.Traces)
        {
            return;
        }

        _listener = new()
        {
            ShouldListenTo = source => source.Name == Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> created) =>
                created.Kind == ActivityKind.Server && Serving.Value == this ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = Store,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Spans that could not be stored.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Serves a request; its spans are this server's.</summary>
    public async Task ServeAsync(HttpContext context, RequestDelegate serve)
    {
        Serving.Value = this;
        await serve(context).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener?.Dispose();

    private void Store(Activity activity)
    {
        if (Serving.Value != this || activity.Kind != ActivityKind.Server)
        {
            return;
        }

        var trace = new byte[16];
        RandomNumberGenerator.Fill(trace);
        var outcome = _consumer.Consume(SpanRequest.Of(activity, trace, Service));
        if (outcome.Accepted == 0)
        {
            Interlocked.Increment(ref _dropped);
        }
    }
}
