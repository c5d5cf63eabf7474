namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>Nobody carries goods to the customer's city.</summary>
internal sealed class NoCarrierException() : Exception("No carrier goes there.");
