namespace Observatory.Dashboards.Model;

/// <summary>A link with variables in it.</summary>
/// <param name="Title">Its text.</param>
/// <param name="Url">Where it leads.</param>
internal sealed record DataLink(string Title, string Url);
