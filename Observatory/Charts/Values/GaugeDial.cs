using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Html;

namespace Observatory.Charts.Values;

/// <summary>Values on dials: an arc up to the value, and around it where each step of colour begins.</summary>
internal sealed record GaugeDial : ValueChart
{
    private const double From = -120;
    private const double To = 120;

    /// <inheritdoc/>
    protected override string Css => "gauge";

    /// <inheritdoc/>
    protected override void Add(HtmlWriter page, IReadOnlyList<ChartValue> values)
    {
        page.Add($"<div class=\"gauge-dials\">");
        foreach (var value in values)
        {
            Add(page, value);
        }

        page.Add($"</div>");
    }

    private void Add(HtmlWriter page, ChartValue value)
    {
        var (min, max) = ValueRange.Of(value, Values);
        double Share(double v) => ValueRange.Share(v, min, max);
        var color = value.Shade ?? ChartColor.Palette(0);
        var shown = value.Shown;
        page.Add($"<div class=\"gauge-dial\">");
        Links.Open(page, value.Link);
        page.Add($"<svg viewBox=\"0 0 200 150\" role=\"img\" aria-label=\"{value.Name}: {shown}, from {value.Format.Format(min)} to {value.Format.Format(max)}\">");
        page.Add($"<path class=\"gauge-track\" d=\"{Arcs.Ring(100, 100, 64, 84, From, To)}\"/>");
        if (!double.IsNaN(value.Value) && Share(value.Value) > 0)
        {
            page.Add($"<path class=\"gauge-value {color.CssClass}\" color=\"{color.Attribute}\" d=\"{Arcs.Ring(100, 100, 64, 84, From, From + (Share(value.Value) * (To - From)))}\"/>");
        }

        var steps = value.Thresholds.OrderBy(t => t.From).ToList();
        for (var i = 0; i < steps.Count; i++)
        {
            var (begin, end) = (Share(steps[i].From), i + 1 < steps.Count ? Share(steps[i + 1].From) : 1);
            if (end > begin)
            {
                page.Add($"<path class=\"gauge-step {steps[i].Color.CssClass}\" color=\"{steps[i].Color.Attribute}\" d=\"{Arcs.Ring(100, 100, 87, 92, From + (begin * (To - From)), From + (end * (To - From)))}\"/>");
            }
        }

        var size = Math.Clamp(170.0 / Math.Max(1, shown.Length), 9, 34);
        page.Add($"<text class=\"gauge-number {color.CssClass}\" color=\"{color.Attribute}\" x=\"100\" y=\"104\" dy=\".3em\" font-size=\"{Svg.Number(size)}\">{Display.Cut(shown, 30)}</text></svg>");
        page.Add($"<span class=\"{(Values.Count > 1 ? "gauge-name" : "chart-hidden")}\" title=\"{value.Name}\">{value.Name}</span>");
        Links.Close(page, value.Link);
        page.Add($"</div>");
    }
}
