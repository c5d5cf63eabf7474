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
