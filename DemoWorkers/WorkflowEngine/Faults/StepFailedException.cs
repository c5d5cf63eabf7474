namespace Tta.DemoWorkers.WorkflowEngine.Faults;

/// <summary>A step failed on purpose, because it has a fault.</summary>
internal sealed class StepFailedException(string step) : Exception($"The step {step} has a fault, which PUT /faults/{step} gave it.");
