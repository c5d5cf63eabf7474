using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Html;

namespace Observatory.Charts.Values;

/// <summary>What a <see cref="StatTile"/> colours.</summary>
internal enum StatColorMode
{
    /// <summary>The number.</summary>
    Value,

    /// <summary>What lies behind it.</summary>
    Background,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>Large numbers, each with its name and the course that it took.</summary>
internal sealed record StatTile : ValueChart
{
    /// <summary>What is coloured.</summary>
    public StatColorMode ColorMode { get; init; }

    /// <summary>Whether names are shown; without it, when there are several.</summary>
    public bool? ShowNames { get; init; }

    /// <summary>Whether the trend is drawn.</summary>
    public bool ShowTrend { get; init; } = true;

    /// <inheritdoc/>
    protected override string Css => "stat";

    /// <inheritdoc/>
    protected override void Add(HtmlWriter page, IReadOnlyList<ChartValue> values)
    {
        // One size for all: a number is not more because it is shorter.
        var fit = FitClass(values.Max(v => v.Shown.Length));
        page.Add($"<div class=\"stat-values\">");
        foreach (var value in values)
        {
            Add(page, value, fit);
        }

        page.Add($"</div>");
    }

    private void Add(HtmlWriter page, ChartValue value, int fit)
    {
        var named = ShowNames ?? Values.Count > 1;
        var color = ColorMode == StatColorMode.None ? ChartColor.Text : value.Shade ?? ChartColor.Text;
        page.Add($"<div class=\"stat-value {color.TextClass}{(ColorMode == StatColorMode.Background ? " filled" : "")}{(ShowTrend && value.Trend.Count > 1 ? " trended" : "")}\">");
        Links.Open(page, value.Link);
        page.Add($"<span class=\"{(named ? "stat-name" : "chart-hidden")}\" title=\"{value.Name}\">{value.Name} </span><strong class=\"fit{fit}\">{Display.Cut(value.Shown, 200)}</strong>");
        Links.Close(page, value.Link);
        if (ShowTrend)
        {
            Sparkline.AddTo(page, value.Trend, color);
        }

        page.Add($"</div>");
    }

    /// <summary>How many letters must fit, in steps: the style sheet knows a size for each.</summary>
    private static int FitClass(int letters) => letters switch { <= 4 => 4, <= 6 => 6, <= 8 => 8, <= 11 => 11, <= 16 => 16, <= 24 => 24, _ => 40 };
}
