namespace Tta.ServiceDefaults.Tests.Otlp;

/// <summary>A span as it arrived at the collector.</summary>
internal sealed record OtlpSpan(
    string Service, string Name, string TraceId, string SpanId, string ParentId, bool IsServer, bool IsError,
    IReadOnlyDictionary<string, string> Attributes)
{
    public string? this[string key] => Attributes.GetValueOrDefault(key);
}
