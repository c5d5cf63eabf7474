namespace Tta.Dashboards.Model;

/// <summary>A dashboard: panels in lines, lines in sections.</summary>
/// <param name="Uid">Also the file's name; never changes, links depend on it.</param>
/// <param name="Title">What the list of dashboards shows.</param>
/// <param name="Description">Which question the board answers.</param>
/// <param name="Refresh">How often the panels ask again.</param>
/// <param name="Sections">One without a title is plain; several are tabs, or rows where a file format has no tabs.</param>
internal sealed record Board(string Uid, string Title, string Description, string Refresh, params IReadOnlyList<Section> Sections)
{
    /// <summary>Every board carries it; the drop-down at the head of each lists the boards that do.</summary>
    public const string Tag = "tta";

    public const int Columns = 24;

    public string From { get; init; } = "now-30m";

    public IReadOnlyList<Variable> Variables { get; init; } = [Variable.Metrics];

    /// <summary>Written twice: as tabs in schema v2, and as rows in the classic schema.</summary>
    public bool Tabbed => Sections.Count > 1;

    public IEnumerable<Panel> Panels => Sections.SelectMany(section => section.Lines).SelectMany(line => line.Panels);
}

/// <summary>A tab, a row, or (without a title) the whole board.</summary>
internal sealed record Section(string Title, params IReadOnlyList<Line> Lines);

/// <summary>Panels side by side, all of one height (a unit is about 38 pixels). Their widths add up to the board's columns at most.</summary>
internal sealed record Line(int Height, params IReadOnlyList<Panel> Panels);
