namespace Observatory.Dashboards.Model;

/// <summary>How panels are laid out: a grid of panels, rows below each other, or tabs of which one is shown.</summary>
/// <param name="Panels">The panels of a grid.</param>
/// <param name="Rows">Rows, below the panels.</param>
/// <param name="Tabs">Tabs, below the rows.</param>
/// <param name="TabKey">The name of the tabs' parameter in the address.</param>
internal sealed record BoardLayout(IReadOnlyList<Panel> Panels, IReadOnlyList<BoardSection> Rows, IReadOnlyList<BoardSection> Tabs, string TabKey = "tab")
{
    /// <summary>Nothing.</summary>
    public static BoardLayout Empty { get; } = new([], [], []);

    /// <summary>All panels, at any depth.</summary>
    public IEnumerable<Panel> AllPanels => Panels.Concat(Rows.Concat(Tabs).SelectMany(s => s.Content.AllPanels));
}

/// <summary>A row or a tab.</summary>
/// <param name="Key">Its name in the address.</param>
/// <param name="Title">Its title, with variables.</param>
/// <param name="IsCollapsed">Whether a row is closed at first.</param>
/// <param name="HasHeader">Whether its title is shown.</param>
/// <param name="Content">What is in it.</param>
internal sealed record BoardSection(string Key, string Title, bool IsCollapsed, bool HasHeader, BoardLayout Content);

/// <summary>Where a panel stands on a grid of 24 columns.</summary>
/// <param name="X">Its first column, from 0.</param>
/// <param name="Y">Its first row, from 0.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct PanelPlace(int X, int Y, int Width, int Height)
{
    /// <summary>Columns of the grid.</summary>
    public const int Columns = 24;

    /// <summary>Keeps it within the grid.</summary>
    public static PanelPlace Of(int? x, int? y, int? width, int? height)
    {
        var left = Math.Clamp(x ?? 0, 0, Columns - 1);
        return new(left, Math.Clamp(y ?? 0, 0, 100_000), Math.Clamp(width ?? 12, 1, Columns - left), Math.Clamp(height ?? 8, 1, 60));
    }
}
