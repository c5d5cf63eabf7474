using Observatory.Dashboards.Model;
using Observatory.Html;

namespace Observatory.Dashboards.Panels;

/// <summary>A text in Markdown.</summary>
internal sealed class TextPanel() : PanelKind("text")
{
    /// <inheritdoc/>
    public override bool Asks => false;

    /// <inheritdoc/>
    public override IEnumerable<string> NotDrawn(Panel panel) => panel.Options["mode"].Text == "html" ? ["text as HTML"] : [];

    /// <inheritdoc/>
    public override ValueTask AddAsync(HtmlWriter page, PanelData data)
    {
        page.Add($"<div class=\"panel-text\">");
        Markdown.Add(page, data.Scope.Fill(data.Panel.Options["content"].Text ?? "", "text"));
        page.Add($"</div>");
        return default;
    }
}
