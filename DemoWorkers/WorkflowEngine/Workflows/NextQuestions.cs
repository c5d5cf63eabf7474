namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>What somebody may want to know next.</summary>
/// <param name="Questions">Few of them.</param>
internal sealed record NextQuestions(IReadOnlyList<string> Questions);
