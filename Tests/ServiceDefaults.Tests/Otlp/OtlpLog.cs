namespace Tta.ServiceDefaults.Tests.Otlp;

/// <summary>A log record as it arrived at the collector.</summary>
internal sealed record OtlpLog(
    string Message, string TraceId, string Scope, string Severity, IReadOnlyDictionary<string, string> Attributes);
