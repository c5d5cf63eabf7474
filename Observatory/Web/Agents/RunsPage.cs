using Observatory.Agents.Runs;
using Observatory.Agents.Steps;
using Observatory.Html;
using Observatory.Search;
using Observatory.Traces.Query;
using Observatory.Views.Agents;
using Observatory.Web.Tracing;

namespace Observatory.Web.Agents;

/// <summary>The page at <c>/runs</c>: what a search finds, as runs of agents. It takes the parameters of <c>/search</c>.</summary>
internal sealed class RunsPage(SearchWords words, TraceFinder finder, RunSearch search, TimeProvider time)
{
    private const int MaxTraces = 500;

    /// <summary>Answers a request.</summary>
    /// <exception cref="FormatException">A parameter can't be used.</exception>
    public Task AnswerAsync(HttpContext context)
    {
        var request = SearchRequest.Read(context.Request.Query, time.GetUtcNow());
        var filter = new RunFilter
        {
            Workflow = Text(context.Request.Query, "workflow"),
            IsFailed = context.Request.Query["failed"].ToString() == "true" ? true : null,
            HasErrors = context.Request.Query["errors"].ToString() == "true" ? true : null,
            Reason = Text(context.Request.Query, "reason"),
            Model = Text(context.Request.Query, "model"),
        };
        return Page.AnswerAsync(context, "Runs", page => AddAsync(page, request, filter, context.RequestAborted));
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>Of which traces the runs are: with an order, of all.</summary>
    private static string Which(SearchRequest request, RunsFound found) => found.IsComplete
        ? $"{found.Traces} traces"
        : $"{Array.Find(SearchRequest.Orders, o => o.Value == request.Order).Words} {found.Traces} traces";

    private async ValueTask AddAsync(HtmlWriter page, SearchRequest request, RunFilter filter, CancellationToken cancellation)
    {
        AddForm(page, request, filter, cancellation);
        var found = await FindAsync(request.Query with { Limit = Math.Min(MaxTraces, request.Limit) }, filter, cancellation).ConfigureAwait(false);
        var shown = found.Runs;
        if (shown.Count == 0)
        {
            var what = filter == RunFilter.All ? "a run of agents" : "a run of agents like that";
            var none = $"None of the {Which(request, found)} like that is {what}.";
            page.Add($"<p class=\"empty card\">{(found.Traces == 0 ? "No trace is like that." : none)}</p>");
            return;
        }

        var cost = RunCost.Of(shown.Select(r => r.Cost));
        var tokens = shown.Aggregate(default(TokenUsage), (sum, r) => sum.Plus(r.Tokens));
        page.Add($"<p>{shown.Count} {(shown.Count == 1 ? "run" : "runs")} among the {Which(request, found)} like that, ");
        page.Add($"{shown.Count(r => r.IsFailed)} failed, {shown.Count(r => r.Outcome == TraceOutcome.Recovered)} recovered, {RunTexts.InWords(tokens)}. Cost: {RunTexts.Cost(cost)}.</p>");
        RunOverview.AddUnpriced(page, cost);
        FailureReasons.Add(page, shown);
        await RunTable.AddAsync(page, shown).ConfigureAwait(false);
    }

    // Without a search of its own, runs of a workflow are looked for beyond the newest traces as well.
    private async ValueTask<RunsFound> FindAsync(SearchQuery query, RunFilter filter, CancellationToken cancellation)
    {
        if (query is { Expression: { Spans: [], Traces: [] }, Order: TraceOrder.Newest })
        {
            var all = new TraceQuery { FromNanos = query.FromNanos, ToNanos = query.ToNanos, Limit = query.Limit };
            return await search.FindAsync(all, filter, null, cancellation).ConfigureAwait(false);
        }

        var answer = finder.Find(query, cancellation);
        return search.Among(answer.Traces, !answer.HasMore, filter, cancellation);
    }

    private void AddForm(HtmlWriter page, SearchRequest request, RunFilter filter, CancellationToken cancellation)
    {
        page.Add($"<form class=\"filter card search\" role=\"search\" action=\"/runs\">");
        page.Add($"<div class=\"widest\"><label>Traces with <input name=\"q\" type=\"search\" value=\"{request.Text}\" maxlength=\"{SearchText.MaxLength}\" ");
        page.Add($"list=\"search-words\" data-words autocomplete=\"off\" spellcheck=\"false\" placeholder=\"gen_ai.agent.name=researcher duration&gt;2s\" data-first></label></div>");
        words.AddList(page, cancellation);
        page.Add($"<label>Run <input name=\"workflow\" value=\"{filter.Workflow}\" placeholder=\"a workflow\"></label>");
        page.Add($"<label>Model <input name=\"model\" value=\"{filter.Model}\"></label>");
        page.Add($"<label>Reason <input name=\"reason\" value=\"{filter.Reason}\" placeholder=\"of a failure\"></label>");
        request.Range.AddFields(page);
        page.Add($"<label class=\"inline\"><input type=\"checkbox\" name=\"failed\" value=\"true\"{new HtmlFlag("checked", filter.IsFailed == true)}>Failed only</label>");
        page.Add($"<label class=\"inline\"><input type=\"checkbox\" name=\"errors\" value=\"true\"{new HtmlFlag("checked", filter.HasErrors == true)}>With errors inside</label>");
        page.Add($"<button class=\"primary\">Search</button><a class=\"button\" href=\"/runs\">Reset</a></form>\n");
    }
}
