namespace Observatory.Otlp;

/// <summary>
/// Takes the export requests of one signal. Registered as a singleton (<c>services.AddSingleton&lt;IOtlpConsumer, …&gt;()</c>); the
/// OTLP/HTTP and OTLP/gRPC endpoints find it by <see cref="Signal"/>.
/// </summary>
internal interface IOtlpConsumer
{
    /// <summary>The signal this consumer takes. One consumer per signal.</summary>
    OtlpSignal Signal { get; }

    /// <summary>
    /// Takes one decompressed <c>Export…ServiceRequest</c>. Called from many threads at once; the span is only valid during the call.
    /// What it counts as accepted is already kept (the sender forgets it once answered).
    /// </summary>
    /// <exception cref="MalformedProtobufException">The bytes are not that message; nothing of the request was kept.</exception>
    OtlpOutcome Consume(ReadOnlySpan<byte> request);
}

/// <summary>What an OTLP request carries.</summary>
internal enum OtlpSignal
{
    Traces,
    Metrics,
    Logs,
}

/// <summary>What became of one OTLP export request.</summary>
/// <param name="Accepted">Items (spans, data points, log records) taken.</param>
/// <param name="Rejected"> Items not taken. Without <paramref name="RetryAfter"/> for good: the sender is told in the partial-success
/// answer and must not send them again.
/// </param>
/// <param name="Message">Why items were rejected or the request refused; null when there is nothing to say.</param>
/// <param name="RetryAfter">Set when the whole request is refused for now and nothing of it was kept: the sender should come again after
/// this time.</param>
internal readonly record struct OtlpOutcome(long Accepted, long Rejected, string? Message, TimeSpan? RetryAfter)
{
    /// <summary>All was taken.</summary>
    public static OtlpOutcome Ok(long accepted) => new(accepted, 0, null, null);

    /// <summary>Some was rejected for good.</summary>
    public static OtlpOutcome Partial(long accepted, long rejected, string message) => new(accepted, rejected, message, null);

    /// <summary>Nothing was taken; the same request may succeed later. <paramref name="items"/> is how many it held, when known.</summary>
    public static OtlpOutcome Later(TimeSpan retryAfter, string why, long items = 0) => new(0, items, why, retryAfter);
}
