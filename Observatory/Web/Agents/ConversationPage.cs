using Observatory.Agents.Families;
using Observatory.Agents.Runs;
using Observatory.Agents.Steps;
using Observatory.Html;
using Observatory.Traces.Query;
using Observatory.Traces.Store;
using Observatory.Views.Agents;

namespace Observatory.Web.Agents;

/// <summary>The page at <c>/conversation?id=…</c>: a conversation's runs in their order, with what it cost so far.</summary>
internal sealed class ConversationPage(TraceStore store, AgentRuns runs)
{
    private const int MaxRuns = 500;

    /// <summary>Answers a request.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        var id = context.Request.Query["id"].ToString();
        if (id.Length is 0 or > SpanAttributes.MaxText)
        {
            return Page.NoteAsync(
                context, StatusCodes.Status400BadRequest, "No conversation",
                $"id is a conversation's id, of at most {SpanAttributes.MaxText} characters.");
        }

        var found = Find(id, context.RequestAborted);
        return found.Count == 0
            ? Page.NoteAsync(
                context, StatusCodes.Status404NotFound, "Conversation not found",
                "No stored run belongs to it; it has not arrived yet, or is older than what is kept.")
            : Page.AnswerAsync(context, $"Conversation {id}", page => AddAsync(page, found), "Runs");
    }

    /// <summary>The newest runs of a conversation, the oldest first. A run in several traces is there as its parts.</summary>
    private List<AgentRun> Find(string id, CancellationToken cancellation)
    {
        var traces = AgentFamilies.ConversationKeys
            .SelectMany(key => TraceSearch.Run(store, new() { Tags = [new(key, id)], Limit = MaxRuns }, cancellation))
            .Distinct();

        // The root's conversation counts: an agent that another one asks may have one of its own.
        return [.. runs.Among(traces, cancellation).Where(r => r.Conversation == id)
            .OrderByDescending(r => r.StartNanos).Take(MaxRuns).Reverse()];
    }

    private static async ValueTask AddAsync(HtmlWriter page, List<AgentRun> found)
    {
        var cost = RunCost.Of(found.Select(r => r.Cost));
        var tokens = found.Aggregate(default(TokenUsage), (sum, r) => sum.Plus(r.Tokens));
        page.Add($"<dl class=\"facts\"><div><dt>runs</dt><dd>{found.Count}{(found.Count == MaxRuns ? ", the newest" : "")}</dd></div>");
        page.Add($"<div><dt>failed</dt><dd>{found.Count(r => r.IsFailed)}</dd></div>");
        page.Add($"<div><dt>model calls</dt><dd>{found.Sum(r => r.ModelCalls)}</dd></div>");
        page.Add($"<div><dt>tokens</dt><dd>{RunTexts.InWords(tokens)}</dd></div><div><dt>cost</dt><dd>{RunTexts.Cost(cost)}</dd></div></dl>");
        RunOverview.AddUnpriced(page, cost);
        await RunTable.AddAsync(page, found, soFar: true).ConfigureAwait(false);
    }
}
