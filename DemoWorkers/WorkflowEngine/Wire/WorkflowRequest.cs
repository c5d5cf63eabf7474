namespace Tta.DemoWorkers.WorkflowEngine.Wire;

/// <summary>The body of <c>POST /workflows/{kind}</c>.</summary>
internal sealed record WorkflowRequest(string? Prompt);
