namespace Observatory.Traces.Decoding;

/// <summary>OTLP's span kinds.</summary>
internal enum SpanKind : byte
{
    Unspecified = 0,
    Internal = 1,
    Server = 2,
    Client = 3,
    Producer = 4,
    Consumer = 5,
}
