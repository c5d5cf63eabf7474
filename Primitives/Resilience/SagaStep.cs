namespace Tta.Primitives;

/// <summary>A step of a saga and what undoes it.</summary>
/// <typeparam name="T">What steps take and return.</typeparam>
/// <param name="Action">Does the step.</param>
/// <param name="Compensation">Undoes it, given the input the step had; null when there is nothing to undo.</param>
public sealed record SagaStep<T>(WorkflowPrimitive<T, T> Action, WorkflowPrimitive<T, T>? Compensation = null);
