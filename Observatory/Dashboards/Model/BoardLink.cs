namespace Observatory.Dashboards.Model;

/// <summary>A link of a board: to one address, or to the boards with its tags.</summary>
/// <param name="Title">Its text.</param>
/// <param name="Url">The address; null for boards.</param>
/// <param name="Tags">The tags of the boards.</param>
/// <param name="KeepsTime">Whether the time range goes along.</param>
/// <param name="KeepsVariables">Whether the variables go along.</param>
internal sealed record BoardLink(string Title, string? Url, IReadOnlyList<string> Tags, bool KeepsTime, bool KeepsVariables);
