namespace Observatory.Dashboards.Model;

/// <summary>A value that can be chosen.</summary>
/// <param name="Text">As shown.</param>
/// <param name="Value">As used.</param>
internal sealed record VariableOption(string Text, string Value);
