namespace Tta.Primitives;

/// <summary>Stands for a workflow among the options that a host checks when it starts; it has no values.</summary>
internal sealed class WorkflowStart;
