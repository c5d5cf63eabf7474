using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Pages;

/// <summary>What of a board an address shows: one tab of each set, the rows that are open, or one panel.</summary>
internal sealed class BoardView(Dashboard board, IQueryCollection query)
{
    private readonly HashSet<string> _toggled = [.. query["rows"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The one panel that is shown, or null.</summary>
    public Panel? Single { get; } = query["viewPanel"].ToString() is { Length: > 0 } text && int.TryParse(text.StartsWith("panel-", StringComparison.Ordinal) ? text[6..] : text, out var id)
        ? board.Layout.AllPanels.FirstOrDefault(p => p.Id == id)
        : null;

    /// <summary>Whether one panel is asked for that the board does not have.</summary>
    public bool IsSingleMissing => Single is null && query["viewPanel"].ToString().Length > 0;

    /// <summary>The panels that are shown, and so are asked for.</summary>
    public IEnumerable<Panel> Visible => Single is { } single ? [single] : VisibleIn(board.Layout);

    /// <summary>The tab that is open.</summary>
    public BoardSection? ActiveTab(BoardLayout layout)
    {
        var wanted = query[layout.TabKey].ToString();
        return layout.Tabs.FirstOrDefault(t => t.Key == wanted) ?? (layout.Tabs.Count > 0 ? layout.Tabs[0] : null);
    }

    /// <summary>Whether a row is open.</summary>
    public bool IsOpen(BoardSection row) => row.IsCollapsed == _toggled.Contains(row.Key);

    /// <summary>The parameter that opens a closed row, or closes an open one.</summary>
    public string? Toggled(BoardSection row)
    {
        var keys = new HashSet<string>(_toggled);
        if (!keys.Remove(row.Key))
        {
            keys.Add(row.Key);
        }

        return keys.Count == 0 ? null : string.Join(',', keys.Order(StringComparer.Ordinal));
    }

    private IEnumerable<Panel> VisibleIn(BoardLayout layout) => layout.Panels
        .Concat(layout.Rows.Where(IsOpen).SelectMany(r => VisibleIn(r.Content)))
        .Concat(ActiveTab(layout) is { } tab ? VisibleIn(tab.Content) : []);
}
