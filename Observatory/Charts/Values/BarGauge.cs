using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Html;

namespace Observatory.Charts.Values;

/// <summary>Values as bars beside each other, each in the colour of its step.</summary>
internal sealed record BarGauge : IChart
{
    /// <summary>The most bars that are drawn.</summary>
    public const int MostValues = 100;

    /// <summary>What it shows, for those who cannot see it.</summary>
    public string Title { get; init; } = "";

    /// <summary>The values.</summary>
    public IReadOnlyList<ChartValue> Values { get; init; } = [];

    /// <summary>Whether bars grow upwards instead of to the right.</summary>
    public bool Vertical { get; init; }

    /// <summary>Whether the way to the end is shown.</summary>
    public bool ShowUnfilled { get; init; } = true;

    /// <summary>Said when there is no value.</summary>
    public string NoValue { get; init; } = "No data";

    /// <inheritdoc/>
    public void AddTo(HtmlWriter page)
    {
        page.Add($"<figure class=\"chart bargauge{(Vertical ? " vertical" : "")}{(ShowUnfilled ? "" : " bare")}\">");
        if (Values.Count == 0)
        {
            page.Add($"<p class=\"chart-empty\">{NoValue}</p></figure>");
            return;
        }

        page.Add($"<ul class=\"bars\" tabindex=\"0\">");
        foreach (var value in Values.Take(MostValues))
        {
            Add(page, value);
        }

        page.Add($"</ul>");
        if (Values.Count > MostValues)
        {
            page.Add($"<p class=\"chart-note\">{MostValues} of {Values.Count} values are shown.</p>");
        }

        page.Add($"</figure>");
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
