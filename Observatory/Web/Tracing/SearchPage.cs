using Observatory.Hosting;
using Observatory.Html;
using Observatory.Search;
using Observatory.Traces.Query;
using Observatory.Traces.Store;
using Observatory.Views;
using Observatory.Views.Tracing;

namespace Observatory.Web.Tracing;

/// <summary>The page at <c>/search</c>: one field for what traces must be like, and what is found.</summary>
internal sealed class SearchPage(
    TraceStore store, TraceFinder finder, FoundTraces found, TraceGroups groups, SearchForm form, Listeners listeners, TimeProvider time)
{
    /// <summary>Answers a request.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        var parameters = context.Request.Query;
        try
        {
            var request = SearchRequest.Read(parameters, time.GetUtcNow());
            return Page.AnswerAsync(context, "Traces", page =>
            {
                form.Add(page, request, context.RequestAborted);
                return AddFoundAsync(page, request, context.RequestAborted);
            });
        }
        catch (FormatException e)
        {
            // What was typed is still there to be mended.
            return Page.AnswerAsync(context, "Traces", page =>
            {
                form.AddAsTyped(page, parameters, time.GetUtcNow(), context.RequestAborted);
                page.Add($"<p class=\"notice error\">{e.Message}</p>");
            }, status: StatusCodes.Status400BadRequest);
        }
    }

    private async ValueTask AddFoundAsync(HtmlWriter page, SearchRequest request, CancellationToken cancellation)
    {
        if (store.Size.Traces == 0)
        {
            EmptyState.Add(page, listeners, "trace", "/v1/traces");
            return;
        }

        if (request.Group.Length > 0)
        {
            AddGroups(page, request, cancellation);
            return;
        }

        var began = time.GetTimestamp();
        var answer = finder.Find(request.Query, cancellation);
        var traces = found.Read(answer.Traces, cancellation).ToList();
        var took = time.GetElapsedTime(began);
        if (traces.Count == 0)
        {
            page.Add($"<p class=\"empty card\">No trace is like that. Ask for less, or look further back.</p>");
            AddIncomplete(page, answer);
            return;
        }

        var colors = new ServiceColors(store.Services());
        DurationScatter.Add(page, traces, colors);
        page.Add($"<div class=\"tools-row\"><p>{Words(traces.Count, answer, request)} <small>{took.TotalMilliseconds:0} ms</small></p>");
        page.Add($"<p class=\"orders\" role=\"group\" aria-label=\"Order\">");
        foreach (var (value, name, _, _) in SearchRequest.Orders)
        {
            page.Add($"<a class=\"{(value == request.Order ? "chosen" : "")}\" href=\"{request.With("/search", ("sort", value))}\">{name}</a> ");
        }

        page.Add($"</p><a class=\"button\" href=\"{request.With("/search", ("group", "workflow.name"))}\">By workflow</a>");
        page.Add($"<a class=\"button\" href=\"{request.With("/runs")}\">As runs of agents</a></div>");
        AddIncomplete(page, answer);
        await SearchResults.AddAsync(page, traces, colors, time.GetUtcNow()).ConfigureAwait(false);
        if (answer.HasMore && request.Limit < TraceQuery.MaxLimit)
        {
            var more = Math.Min(TraceQuery.MaxLimit, request.Limit * 3).ToString(CultureInfo.InvariantCulture);
            page.Add($"<p><a class=\"button\" rel=\"next\" href=\"{request.With("/search", ("limit", more))}\">Up to {more}</a></p>");
        }
    }

    private void AddGroups(HtmlWriter page, SearchRequest request, CancellationToken cancellation)
    {
        var answer = finder.Find(request.Query with { Limit = TraceQuery.MaxLimit }, cancellation);
        page.Add($"<div class=\"tools-row\"><p>{Words(answer.Traces.Count, answer, request)}, by <code>{request.Group}</code></p>");
        page.Add($"<a class=\"button\" href=\"{request.With("/search", ("group", null))}\">As a list</a></div>");
        AddIncomplete(page, answer);
        GroupTable.Add(page, groups.Of(answer.Traces, request.Group, cancellation), request, request.Group);
        page.Add($"<p class=\"muted\">A trace with several values is in each of their groups; its cost is that of the whole run.</p>");
    }

    /// <summary>How many traces are shown, and of what they are the first.</summary>
    private static string Words(int count, TracesFound answer, SearchRequest request)
    {
        var traces = $"{count} {(count == 1 ? "trace" : "traces")}";
        var words = Array.Find(SearchRequest.Orders, o => o.Value == request.Order).Words;
        return !answer.HasMore ? traces
            : request.Query.Order == TraceOrder.Newest ? $"{traces}, the {words} that match"
            : $"{traces}, the {words} of all that match in this time";
    }

    private static void AddIncomplete(HtmlWriter page, TracesFound answer)
    {
        if (answer.Left is { } left)
        {
            page.Add($"<p class=\"notice warning\">{left}. Ask for a shorter time.</p>");
        }
    }
}
