namespace Observatory.Otlp;

/// <summary>Which of the alternatives an OTLP AnyValue holds.</summary>
internal enum OtlpValueKind : byte
{
    Empty,
    String,
    Bool,
    Int,
    Double,
    Array,
    Map,
    Bytes,
}
