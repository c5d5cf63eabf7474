using Observatory.Agents.Runs;
using Observatory.Agents.Steps;
using Observatory.Html;
using Observatory.Traces.Query;
using Observatory.Traces.Store;
using Observatory.Views.Agents;
using Observatory.Web.Tracing;

namespace Observatory.Web.Agents;

/// <summary>The page at <c>/runs</c>: what a search finds, as runs of agents. It takes the parameters of <c>/search</c>.</summary>
internal sealed class RunsPage(TraceStore store, AgentRuns runs, TimeProvider time)
{
    private const int MaxTraces = 500;

    /// <summary>Answers a request.</summary>
    /// <exception cref="FormatException">A parameter can't be used.</exception>
    public Task AnswerAsync(HttpContext context)
    {
        var request = SearchRequest.Read(context.Request.Query, time.GetUtcNow());
        var onlyFailed = context.Request.Query["failed"].ToString() == "true";
        return Page.AnswerAsync(context, "Runs", page => AddAsync(page, request, onlyFailed, context.RequestAborted));
    }

    private async ValueTask AddAsync(HtmlWriter page, SearchRequest request, bool onlyFailed, CancellationToken cancellation)
    {
        AddForm(page, request, onlyFailed);
        var found = TraceSearch.Run(store, request.Query with { Limit = Math.Min(MaxTraces, request.Query.Limit) }, cancellation);
        var all = runs.Among(found, cancellation).ToList();
        var shown = onlyFailed ? all.FindAll(r => r.IsFailed) : all;
        if (shown.Count == 0)
        {
            var what = onlyFailed && all.Count > 0 ? "a run of agents that failed" : "a run of agents";
            var none = $"None of the newest {found.Count} traces like that is {what}.";
            page.Add($"<p class=\"empty card\">{(found.Count == 0 ? "No trace is like that." : none)}</p>");
            return;
        }

        var cost = shown.Aggregate(RunCost.Nothing, (sum, r) => sum.Plus(r.Cost));
        var tokens = shown.Aggregate(default(TokenUsage), (sum, r) => sum.Plus(r.Tokens));
        page.Add($"<p>{shown.Count} {(shown.Count == 1 ? "run" : "runs")} among the newest {found.Count} traces like that, ");
        page.Add($"{shown.Count(r => r.IsFailed)} failed, {RunTexts.InWords(tokens)}. Cost: {RunTexts.Cost(cost)}.</p>");
        RunOverview.AddUnpriced(page, cost);
        FailureReasons.Add(page, shown);
        await RunTable.AddAsync(page, shown.OrderByDescending(r => r.StartNanos)).ConfigureAwait(false);
    }

    private void AddForm(HtmlWriter page, SearchRequest request, bool onlyFailed)
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
        request.Range.AddFields(page);
        page.Add($"<label class=\"inline\"><input type=\"checkbox\" name=\"failed\" value=\"true\"{new HtmlFlag("checked", onlyFailed)}>Failed only</label>");
        page.Add($"<button class=\"primary\">Search</button><a class=\"button\" href=\"/runs\">Reset</a></form>\n");
    }
}
