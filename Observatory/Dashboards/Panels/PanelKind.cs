using Observatory.Charts;
using Observatory.Dashboards.Model;
using Observatory.Html;

namespace Observatory.Dashboards.Panels;

/// <summary>All that is particular to one kind of panel.</summary>
/// <param name="type">Grafana's name of it.</param>
internal abstract class PanelKind(string type)
{
    /// <summary>Grafana's name of it.</summary>
    public string Type => type;

    /// <summary>Whether it asks queries.</summary>
    public virtual bool Asks => true;

    /// <summary>Whether it has a time axis, where exemplars and annotations belong.</summary>
    public virtual bool HasTimeAxis => false;

    /// <summary>Whether it shows records of a log as they are; the others get a table of them.</summary>
    public virtual bool ShowsLogs => false;

    /// <summary>What of a panel's own options is not drawn, by name.</summary>
    public virtual IEnumerable<string> NotDrawn(Panel panel) => [];

    /// <summary>Adds the drawing.</summary>
    public abstract ValueTask AddAsync(HtmlWriter page, PanelData data);

    /// <summary>What a panel says that has nothing to show.</summary>
    protected static string NoValue(PanelData data) => data.Panel.Defaults.NoValue is { Length: > 0 } text ? text : "No data";

    /// <summary>Says that there is nothing to show.</summary>
    protected static void AddEmpty(HtmlWriter page, PanelData data) => page.Add($"<p class=\"chart-empty\">{NoValue(data)}</p>");
}

/// <summary>A kind of panel that is one chart.</summary>
internal abstract class ChartPanel(string type) : PanelKind(type)
{
    /// <inheritdoc/>
    public override ValueTask AddAsync(HtmlWriter page, PanelData data)
    {
        Make(data).AddTo(page);
        return default;
    }

    /// <summary>Makes the chart.</summary>
    protected abstract IChart Make(PanelData data);
}
