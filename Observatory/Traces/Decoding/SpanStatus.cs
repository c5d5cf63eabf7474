namespace Observatory.Traces.Decoding;

/// <summary>OTLP's status codes.</summary>
internal enum SpanStatus : byte
{
    Unset = 0,
    Ok = 1,
    Error = 2,
}
