namespace Observatory.Dashboards.Model;

/// <summary>Properties for the fields that match.</summary>
/// <param name="Matcher">How fields are chosen: <c>byName</c> …</param>
/// <param name="Options">Which.</param>
/// <param name="Properties">What is set for them.</param>
internal sealed record FieldOverride(string Matcher, Node Options, IReadOnlyList<(string Id, Node Value)> Properties);
