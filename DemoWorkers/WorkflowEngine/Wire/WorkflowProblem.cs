namespace Tta.DemoWorkers.WorkflowEngine.Wire;

/// <summary>
/// The answer of a workflow that failed (RFC 9457), with what it used until then, and with the step that failed and the cause where the
/// workflow ran at all.
/// </summary>
internal sealed record WorkflowProblem(
    string Type, string Title, int Status, string Detail, string? ErrorType, IReadOnlyList<string>? Violations, UsageReport Usage,
    string? Step, string? Cause);
