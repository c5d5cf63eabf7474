namespace Observatory.Dashboards.Model;

/// <summary>A change to the answers before they are drawn.</summary>
/// <param name="Id">Which.</param>
/// <param name="Options">How.</param>
internal sealed record Transformation(string Id, Node Options);
