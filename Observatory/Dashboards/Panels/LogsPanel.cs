using Observatory.Html;
using Observatory.Views.Logging;

namespace Observatory.Dashboards.Panels;

/// <summary>Records of a log.</summary>
internal sealed class LogsPanel() : PanelKind("logs")
{
    /// <inheritdoc/>
    public override bool ShowsLogs => true;

    /// <inheritdoc/>
    public override ValueTask AddAsync(HtmlWriter page, PanelData data)
    {
        if (data.Lines.Count > 0)
        {
            return LogRows.AddAsync(page, data.Panel.Options["sortOrder"].Text == "Ascending" ? data.Lines.Reverse() : data.Lines);
        }

        AddEmpty(page, data);
        return default;
    }
}
