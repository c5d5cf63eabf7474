namespace Tta.DemoWorkers.WorkflowEngine.Wire;

/// <summary>The answer of a workflow that failed (RFC 9457), with what it used until then.</summary>
internal sealed record WorkflowProblem(
    string Type, string Title, int Status, string Detail, string? ErrorType, IReadOnlyList<string>? Violations, UsageReport Usage);
