namespace Observatory.Otlp;

/// <summary>What an OTLP request carries.</summary>
internal enum OtlpSignal
{
    Traces,
    Metrics,
    Logs,
}
