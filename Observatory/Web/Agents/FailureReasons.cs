using Observatory.Agents.Runs;
using Observatory.Html;
using Observatory.Traces.Model;

namespace Observatory.Web.Agents;

/// <summary>Why runs failed: what most of them failed with first.</summary>
internal static class FailureReasons
{
    private const int MaxReasons = 20;
    private const int MaxText = 100;

    /// <summary>Adds the table, and the heading of what follows; nothing where none failed.</summary>
    public static void Add(HtmlWriter page, IEnumerable<AgentRun> runs)
    {
        var reasons = RunReason.Of(runs);
        if (reasons.Count == 0)
        {
            return;
        }

        page.Add($"<h2>Why runs failed</h2><div class=\"scroll card\"><table class=\"reasons\"><thead><tr><th>Failed with</th><th>Run</th><th class=\"n\">Runs</th>");
        page.Add($"<th>The newest of them</th></tr></thead><tbody>\n");
        foreach (var reason in reasons.Take(MaxReasons))
        {
            var newest = reason.Newest;
            page.Add($"<tr><td>{Display.Cut(reason.Type, MaxText)}</td><td>{Display.Cut(reason.Title, MaxText)}</td><td class=\"n\">{reason.Runs.Count}</td>");
            page.Add($"<td><a href=\"/trace/{TraceIds.Trace(newest.Trace)}\"><time datetime=\"{Display.Iso(newest.StartNanos)}\">{Display.Time(newest.StartNanos)}</time></a> <small>{Display.Cut(newest.Failure!.Reason, MaxText)}</small></td></tr>\n");
        }

        page.Add($"</tbody></table></div>");
        if (reasons.Count > MaxReasons)
        {
            page.Add($"<p class=\"muted\">{reasons.Count - MaxReasons} further reasons were rarer.</p>");
        }

        page.Add($"<h2>All of these runs</h2>");
    }
}
