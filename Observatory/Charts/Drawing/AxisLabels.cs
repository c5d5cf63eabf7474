using Observatory.Html;

namespace Observatory.Charts.Drawing;

/// <summary>The numbers and times beside a plot, and the lines behind it.</summary>
internal static class AxisLabels
{
    /// <summary>Adds the marks of a value axis.</summary>
    public static void AddValues(HtmlWriter page, ValueScale scale, ChartAxis axis, bool right)
    {
        var texts = scale.Ticks.Select(t => Display.Cut(scale.Write(t, axis.Format), 24)).ToList();
        // The longest text, unseen, gives the column its width: only the browser knows how wide letters are.
        page.Add($"<div class=\"axis-y{(right ? " right" : "")}\" aria-hidden=\"true\"><span class=\"sizer\">{texts.MaxBy(t => t.Length)}</span><svg>");
        for (var i = 0; i < texts.Count; i++)
        {
            page.Add($"<text x=\"{(right ? "0" : "100%")}\" y=\"{Svg.Percent(1 - scale.Fraction(scale.Ticks[i]))}\" dy=\".32em\">{texts[i]}</text>");
        }

        page.Add($"</svg>");
        if (!string.IsNullOrEmpty(axis.Label))
        {
            page.Add($"<span class=\"axis-name\">{Display.Cut(axis.Label, 60)}</span>");
        }

        page.Add($"</div>");
    }

    /// <summary>Adds the marks of the time axis.</summary>
    public static void AddTimes(HtmlWriter page, TimeScale scale)
    {
        // How soon a narrow chart leaves some out depends on how long they are.
        var size = scale.Write(scale.From).Length switch { > 8 => " long", > 5 => " middling", _ => "" };
        page.Add($"<span class=\"axis-zone\">UTC</span><svg class=\"axis-x{size}\" aria-hidden=\"true\" data-step=\"{Svg.Number(scale.Step)}\" data-span=\"{(long)(scale.To - scale.From)}\">");
        foreach (var tick in scale.Ticks())
        {
            var at = scale.Fraction(tick.Time);
            var anchor = at < 0.015 ? " first" : at > 0.985 ? " last" : "";
            page.Add($"<text class=\"level{tick.Level}{anchor}\" x=\"{Svg.Percent(at)}\" y=\"1.1em\" data-time=\"{FormattableString.Invariant($"{tick.Time:0.###}")}\">{scale.Write(tick.Time)}</text>");
        }

        page.Add($"</svg>");
    }

    /// <summary>Adds the lines behind a plot.</summary>
    public static void AddGrid(HtmlWriter page, TimeScale x, ValueScale y)
    {
        page.Add($"<g class=\"plot-grid\">");
        foreach (var tick in y.Ticks)
        {
            var at = Svg.Percent(1 - y.Fraction(tick));
            page.Add($"<line x2=\"100%\" y1=\"{at}\" y2=\"{at}\"/>");
        }

        foreach (var tick in x.Ticks())
        {
            var at = Svg.Percent(x.Fraction(tick.Time));
            page.Add($"<line class=\"level{tick.Level}\" x1=\"{at}\" x2=\"{at}\" y2=\"100%\"/>");
        }

        page.Add($"</g>");
    }
}
