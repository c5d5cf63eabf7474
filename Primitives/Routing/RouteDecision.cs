namespace Tta.Primitives;

/// <summary>What a router decided.</summary>
/// <param name="Route">Name of the chosen route.</param>
/// <param name="Reason">Why, in one of few words such as <c>cost</c>; it becomes a metric label.</param>
public readonly record struct RouteDecision(string Route, string Reason);
