using Observatory.Agents.Runs;
using Observatory.Html;
using Observatory.Traces.Model;
using Observatory.Views.Agents;

namespace Observatory.Web.Agents;

/// <summary>Runs as rows of a table.</summary>
internal static class RunTable
{
    private const int MaxText = 80;
    private const int MaxType = 40;

    /// <summary>Adds the table.</summary>
    /// <param name="page">The page.</param>
    /// <param name="runs">The runs, in the order of the rows.</param>
    /// <param name="soFar">Whether a last column adds the costs up, for runs in their order.</param>
    public static async ValueTask AddAsync(HtmlWriter page, IEnumerable<AgentRun> runs, bool soFar = false)
    {
        page.Add($"<div class=\"scroll card\"><table class=\"runs\"><thead><tr><th>Started</th><th>Run</th><th>Outcome</th><th class=\"n\">Duration</th>");
        page.Add($"<th class=\"n\">Calls</th><th class=\"n\">Tools</th><th>Models</th><th class=\"n\">Tokens in → out</th><th class=\"n\">Cost</th>");
        page.Add($"<th>{(soFar ? "Cost so far" : "Conversation")}</th></tr></thead><tbody>\n");
        var sum = RunCost.Nothing;
        foreach (var run in runs)
        {
            AddRow(page, run);
            sum = sum.Plus(run.Cost);
            if (soFar)
            {
                page.Add($"<td>{RunTexts.Cost(sum)}</td></tr>\n");
            }
            else if (run.Conversation is { } conversation)
            {
                page.Add($"<td><a href=\"{RunTexts.ConversationLink(conversation)}\">{Display.Cut(conversation, MaxText)}</a></td></tr>\n");
            }
            else
            {
                page.Add($"<td>{RunTexts.Unknown}</td></tr>\n");
            }

            await page.FlushAsync().ConfigureAwait(false);
        }

        page.Add($"</tbody></table></div>");
    }

    private static void AddRow(HtmlWriter page, AgentRun run)
    {
        page.Add($"<tr><td class=\"time\"><time datetime=\"{Display.Iso(run.StartNanos)}\">{Display.Time(run.StartNanos)}</time></td>");
        page.Add($"<td><a href=\"/trace/{TraceIds.Trace(run.Trace)}\"><strong>{Display.Cut(run.Title, MaxText)}</strong> <small>{Display.Cut(run.Service, MaxText)}</small></a>");
        if (run.Agents.Count > 0 && !(run.Agents.Count == 1 && run.Agents[0] == run.Title))
        {
            page.Add($"<br><small>{Display.Cut(RunTexts.Names(run.Agents), MaxText)}</small>");
        }

        page.Add($"</td><td class=\"outcome\">");
        OutcomeBadge.Add(page, run.Outcome, run.Errors);
        if (run.Failure is { } failure)
        {
            page.Add($"<br><small title=\"{failure.Type}: {failure.Reason}\">{Display.Cut(Last(failure.Type), MaxType)}</small>");
        }

        page.Add($"</td><td class=\"n\">{Display.Duration(run.DurationNanos)}</td>");
        page.Add($"<td class=\"n\">{run.ModelCalls}{Failed(run.FailedModelCalls)}</td><td class=\"n\">{run.ToolCalls - run.ToolErrors}{Failed(run.ToolErrors)}</td>");
        page.Add($"<td>{Display.Cut(RunTexts.Names(run.Models), MaxText)}</td><td class=\"n\" title=\"{RunTexts.InWords(run.Tokens)}\">{RunTexts.InOut(run.Tokens)}</td>");
        page.Add($"<td class=\"n cost\">{RunTexts.Cost(run.Cost)}</td>");
    }

    // Of a type's full name the end says most; all of it would push what is beside it out of sight.
    private static string Last(string type) => type[(type.LastIndexOf('.') + 1)..] is { Length: > 0 } last ? last : type;

    private static string Failed(int count) => count == 0 ? "" : $" + {count} failed";
}
