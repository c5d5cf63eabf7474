namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>More is ordered than there is.</summary>
internal sealed class OutOfStockException() : Exception("There are not so many pieces.");
