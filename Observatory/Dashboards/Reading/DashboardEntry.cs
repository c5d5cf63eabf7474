using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Reading;

/// <summary>A file of the dashboards' directory.</summary>
/// <param name="File">Its path below the directory.</param>
/// <param name="Folder">The folder that it is in, or empty.</param>
/// <param name="Board">The board in it, or null.</param>
/// <param name="Error">Why there is none, or null.</param>
internal sealed record DashboardEntry(string File, string Folder, Dashboard? Board, string? Error);
