namespace Observatory.Dashboards.Model;

/// <summary>A row or a tab.</summary>
/// <param name="Key">Its name in the address.</param>
/// <param name="Title">Its title, with variables.</param>
/// <param name="IsCollapsed">Whether a row is closed at first.</param>
/// <param name="HasHeader">Whether its title is shown.</param>
/// <param name="Content">What is in it.</param>
internal sealed record BoardSection(string Key, string Title, bool IsCollapsed, bool HasHeader, BoardLayout Content);
