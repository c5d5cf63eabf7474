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
