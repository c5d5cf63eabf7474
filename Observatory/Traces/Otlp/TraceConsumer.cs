using Observatory.Otlp;
using Observatory.Traces.Store;

namespace Observatory.Traces.Otlp;

/// <summary>Takes spans into the store, and hands those that were stored on.</summary>
/// <param name="store">The store.</param>
/// <param name="stored">Makes something of them; nobody by default.</param>
internal sealed class TraceConsumer(TraceStore store, IStoredSpans? stored = null) : IOtlpConsumer
{
    [ThreadStatic]
    private static StagedRequest? _reused;

    /// <inheritdoc/>
    public OtlpSignal Signal => OtlpSignal.Traces;

    /// <inheritdoc/>
    public OtlpOutcome Consume(ReadOnlySpan<byte> request)
    {
        var staged = _reused ??= new();
        staged.Clear();
        TraceDecoder.Stage(request, staged);
        var result = store.Append(request, staged);
        if (result.RetryAfter is { } retryAfter)
        {
            return OtlpOutcome.Later(retryAfter, result.Why ?? "the store takes nothing now", staged.Spans.Count + staged.Rejected);
        }

        stored?.Record(request, staged);
        var rejected = staged.Rejected + result.Rejected;
        long accepted = result.Stored + result.Duplicates;
        return rejected == 0 ? OtlpOutcome.Ok(accepted) : OtlpOutcome.Partial(accepted, rejected, staged.RejectedWhy ?? result.Why ?? "");
    }
}
