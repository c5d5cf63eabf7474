using Observatory.Agents.Runs;
using Observatory.Agents.Steps;
using Observatory.Html;
using Observatory.Traces.Store;
using Observatory.Views.Agents;
using Observatory.Web.Tracing;

namespace Observatory.Web.Agents;

/// <summary>The page at <c>/runs</c>: what a search finds, as runs of agents. It takes the parameters of <c>/search</c>.</summary>
internal sealed class RunsPage(TraceStore store, RunSearch search, TimeProvider time)
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
            Reason = Text(context.Request.Query, "reason"),
            Model = Text(context.Request.Query, "model"),
        };
        return Page.AnswerAsync(context, "Runs", page => AddAsync(page, request, filter, context.RequestAborted));
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private async ValueTask AddAsync(HtmlWriter page, SearchRequest request, RunFilter filter, CancellationToken cancellation)
    {
        AddForm(page, request, filter);
        var query = request.Query with { Limit = Math.Min(MaxTraces, request.Query.Limit) };
        var found = await search.FindAsync(query, filter, null, cancellation).ConfigureAwait(false);
        var shown = found.Runs;
        if (shown.Count == 0)
        {
            var what = filter == RunFilter.All ? "a run of agents" : "a run of agents like that";
            var none = $"None of the newest {found.Traces} traces like that is {what}.";
            page.Add($"<p class=\"empty card\">{(found.Traces == 0 ? "No trace is like that." : none)}</p>");
            return;
        }

        var cost = RunCost.Of(shown.Select(r => r.Cost));
        var tokens = shown.Aggregate(default(TokenUsage), (sum, r) => sum.Plus(r.Tokens));
        page.Add($"<p>{shown.Count} {(shown.Count == 1 ? "run" : "runs")} among the newest {found.Traces} traces like that, ");
        page.Add($"{shown.Count(r => r.IsFailed)} failed, {RunTexts.InWords(tokens)}. Cost: {RunTexts.Cost(cost)}.</p>");
        RunOverview.AddUnpriced(page, cost);
        FailureReasons.Add(page, shown);
        await RunTable.AddAsync(page, shown).ConfigureAwait(false);
    }

    private void AddForm(HtmlWriter page, SearchRequest request, RunFilter filter)
    {
        var service = request.Query.Service ?? "";
        page.Add($"<form class=\"filter card\" role=\"search\" action=\"/runs\">");
        page.Add($"<label>Service <select name=\"service\" data-first>");
        page.AddOption("", "any", service.Length == 0);
        foreach (var name in store.Services())
        {
            page.AddOption(name, name, name == service);
        }

        page.Add($"</select></label>");
        page.Add($"<label class=\"wide\">Tags <input name=\"tags\" value=\"{request.Parameters["tags"]}\" placeholder=\"gen_ai.agent.name=researcher\"></label>");
        page.Add($"<label>Run <input name=\"workflow\" value=\"{filter.Workflow}\" placeholder=\"a workflow\"></label>");
        page.Add($"<label>Model <input name=\"model\" value=\"{filter.Model}\"></label>");
        page.Add($"<label>Reason <input name=\"reason\" value=\"{filter.Reason}\" placeholder=\"of a failure\"></label>");
        request.Range.AddFields(page);
        page.Add($"<label class=\"inline\"><input type=\"checkbox\" name=\"failed\" value=\"true\"{new HtmlFlag("checked", filter.IsFailed == true)}>Failed only</label>");
        page.Add($"<button class=\"primary\">Search</button><a class=\"button\" href=\"/runs\">Reset</a></form>\n");
    }
}
