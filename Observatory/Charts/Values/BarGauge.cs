using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Html;

namespace Observatory.Charts.Values;

/// <summary>Values as bars beside each other, each in the colour of its step.</summary>
internal sealed record BarGauge : ValueChart
{
    /// <summary>Whether bars grow upwards instead of to the right.</summary>
    public bool Vertical { get; init; }

    /// <summary>Whether the way to the end is shown.</summary>
    public bool ShowUnfilled { get; init; } = true;

    /// <inheritdoc/>
    protected override int Most => 100;

    /// <inheritdoc/>
    protected override string Css => $"bargauge{(Vertical ? " vertical" : "")}{(ShowUnfilled ? "" : " bare")}";

    /// <inheritdoc/>
    protected override void Add(HtmlWriter page, IReadOnlyList<ChartValue> values)
    {
        page.Add($"<ul class=\"bars\" tabindex=\"0\">");
        foreach (var value in values)
        {
            Add(page, value);
        }

        page.Add($"</ul>");
    }

    private void Add(HtmlWriter page, ChartValue value)
    {
        var (min, max) = ValueRange.Of(value, Values);
        var share = ValueRange.Share(value.Value, min, max);
        var color = value.Shade ?? ChartColor.Palette(0);
        page.Add($"<li><span class=\"bar-name\" title=\"{value.Name}\">");
        Links.Open(page, value.Link);
        page.Add($"{value.Name}");
        Links.Close(page, value.Link);
        page.Add($"</span><svg class=\"bar-track {color.CssClass}\" color=\"{color.Attribute}\" aria-hidden=\"true\"><rect class=\"track\" width=\"100%\" height=\"100%\" rx=\"2\"/>");
        if (Vertical)
        {
            page.Add($"<rect class=\"fill\" width=\"100%\" y=\"{Svg.Percent(1 - share)}\" height=\"{Svg.Percent(share)}\" rx=\"2\"/>");
        }
        else
        {
            page.Add($"<rect class=\"fill\" width=\"{Svg.Percent(share)}\" height=\"100%\" rx=\"2\"/>");
        }

        page.Add($"</svg><span class=\"bar-value {color.TextClass}\"><span class=\"ink\">{value.Shown}</span></span></li>");
    }
}
