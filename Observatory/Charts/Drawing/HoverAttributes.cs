namespace Observatory.Charts.Drawing;

/// <summary>The values of a plot's data attributes.</summary>
internal sealed record HoverAttributes(string Times, string Range, string Left, string Right);
