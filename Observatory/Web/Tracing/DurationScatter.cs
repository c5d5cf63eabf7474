using Observatory.Agents.Runs;
using Observatory.Html;
using Observatory.Traces.Model;
using Observatory.Views.Agents;
using Observatory.Views.Tracing;

namespace Observatory.Web.Tracing;

/// <summary>Traces as points: when they began, how long they took. Each point leads to its trace.</summary>
internal static class DurationScatter
{
    private const int Labels = 5;

    /// <summary>Adds the chart.</summary>
    public static void Add(HtmlWriter page, IReadOnlyList<FoundTrace> found, ServiceColors colors)
    {
        var traces = found.Select(f => f.Summary).ToList();
        var (from, to) = (traces.Min(t => t.StartNanos), traces.Max(t => t.StartNanos));
        var (shortest, longest) = (Math.Max(1, traces.Min(t => t.DurationNanos)), Math.Max(1, traces.Max(t => t.DurationNanos)));

        // Durations differ by powers of ten as a rule: then the axis is logarithmic.
        var isLog = longest / shortest >= 20;
        var bottom = isLog ? Math.Pow(10, Math.Floor(Math.Log10(shortest))) : 0;
        page.Add($"<figure class=\"scatter card\"><div class=\"plot-area\"><svg role=\"group\" aria-label=\"Duration of each trace over time\">");
        foreach (var tick in Ticks(bottom, longest, isLog))
        {
            var y = Y(tick, bottom, longest, isLog);
            page.Add($"<line class=\"rule\" x1=\"0\" x2=\"100%\" y1=\"{y}%\" y2=\"{y}%\"/>");
        }

        // What failed lies on top.
        foreach (var (trace, outcome, run) in found.OrderBy(f => f.Outcome))
        {
            var x = to == from ? 50 : Math.Round(1 + ((trace.StartNanos - from) * 98d / (to - from)), 2);
            page.Add($"<a href=\"/trace/{TraceIds.Trace(trace.Id)}\" tabindex=\"-1\"><circle class=\"{Style(outcome) ?? colors.Of(trace.Service)}\" cx=\"{x}%\" cy=\"{Y(trace.DurationNanos, bottom, longest, isLog)}%\" r=\"{Radius(trace.Spans)}\"/>");
            page.Add($"<title>{run?.Title ?? $"{trace.Service} {trace.Operation}"}: {Display.Duration(trace.DurationNanos)}, {OutcomeBadge.Word(outcome)}, ");
            page.Add($"{trace.Spans} spans, {trace.Errors} with an error</title></a>");
        }

        foreach (var tick in Ticks(bottom, longest, isLog))
        {
            page.Add($"<text x=\"0\" y=\"{Y(tick, bottom, longest, isLog)}%\" dy=\"-3\">{Display.Duration((ulong)tick)}</text>");
        }

        page.Add($"</svg></div><div class=\"ticks\" aria-hidden=\"true\">");
        for (var i = 0; i < Labels; i++)
        {
            var tick = from + ((to - from) / (Labels - 1) * (ulong)i);
            page.Add($"<time datetime=\"{Display.Iso(tick)}\">{Display.TimeOfDay(tick)[..8]}</time>");
        }

        page.Add($"</div></figure>");
    }

    private static string? Style(TraceOutcome outcome) => outcome switch
    {
        TraceOutcome.Failed => "failed",
        TraceOutcome.Recovered => "recovered",
        _ => null,
    };

    private static double Radius(int spans) => Math.Round(3.5 + Math.Min(6, Math.Log2(spans + 1) * 0.6), 1);

    private static double Y(double nanos, double bottom, double top, bool isLog)
    {
        var part = isLog ? (Math.Log10(Math.Max(bottom, nanos)) - Math.Log10(bottom)) / Math.Max(1e-9, Math.Log10(top) - Math.Log10(bottom)) : nanos / top;
        return Math.Round(96 - (part * 88), 2);
    }

    private static IEnumerable<double> Ticks(double bottom, double top, bool isLog)
    {
        if (isLog)
        {
            for (var tick = bottom; tick <= top; tick *= 10)
            {
                yield return tick;
            }

            yield break;
        }

        foreach (var tick in new TraceAxis(0, (ulong)top).Ticks().Skip(1))
        {
            yield return tick;
        }
    }
}
