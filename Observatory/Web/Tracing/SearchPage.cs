using Observatory.Hosting;
using Observatory.Html;
using Observatory.Traces.Query;
using Observatory.Traces.Store;
using Observatory.Views;
using Observatory.Views.Tracing;

namespace Observatory.Web.Tracing;

/// <summary>The page at <c>/search</c>: a form with the parameters of Jaeger's own page, and what they find.</summary>
internal sealed class SearchPage(TraceStore store, Listeners listeners, TimeProvider time)
{
    private const int MaxSuggestions = 500;

    private static readonly int[] Limits = [20, 50, 100, 200, 500, TraceQuery.MaxLimit];

    /// <summary>Answers a request.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        var parameters = context.Request.Query;
        try
        {
            var request = SearchRequest.Read(parameters, time.GetUtcNow());
            return Page.AnswerAsync(context, "Traces", page =>
            {
                AddForm(page, parameters, request.Range, request.Order, request.OnlyErrors, request.Query.Limit);
                return AddFoundAsync(page, request, context.RequestAborted);
            });
        }
        catch (FormatException e)
        {
            // What was typed is still there to be mended.
            return Page.AnswerAsync(context, "Traces", page =>
            {
                AddForm(page, parameters, new(0, 0, "all", true), SearchRequest.Orders[0].Value, onlyErrors: false, limit: 100);
                page.Add($"<p class=\"notice error\">{e.Message}</p>");
            }, status: StatusCodes.Status400BadRequest);
        }
    }

    private static IEnumerable<TraceSummary> Sort(IEnumerable<TraceSummary> traces, string order) => order switch
    {
        "longest" => traces.OrderByDescending(t => t.DurationNanos),
        "spans" => traces.OrderByDescending(t => t.Spans),
        "errors" => traces.OrderByDescending(t => t.Errors).ThenByDescending(t => t.StartNanos),
        _ => traces.OrderByDescending(t => t.StartNanos),
    };

    private async ValueTask AddFoundAsync(HtmlWriter page, SearchRequest request, CancellationToken cancellation)
    {
        if (store.Size.Traces == 0)
        {
            EmptyState.Add(page, listeners, "trace", "/v1/traces");
            return;
        }

        var found = Sort(TraceSearch.Run(store, request.Query, cancellation).Select(store.Summary).OfType<TraceSummary>(), request.Order).ToList();
        if (found.Count == 0)
        {
            page.Add($"<p class=\"empty card\">No trace has a span like that. Ask for less, or look further back.</p>");
            return;
        }

        var colors = new ServiceColors(store.Services());
        DurationScatter.Add(page, found, colors);
        var isFull = found.Count >= request.Query.Limit;
        page.Add($"<div class=\"tools-row\"><p>{found.Count} {(found.Count == 1 ? "trace" : "traces")}{(isFull ? ", the newest that match" : "")}</p><p class=\"orders\" role=\"group\" aria-label=\"Order\">");
        foreach (var (value, name) in SearchRequest.Orders)
        {
            page.Add($"<a class=\"{(value == request.Order ? "chosen" : "")}\" href=\"{PageLink.With("/search", request.Parameters, ("sort", value))}\">{name}</a> ");
        }

        page.Add($"</p><a class=\"button\" href=\"{PageLink.With("/runs", request.Parameters)}\">As runs of agents</a></div>");
        await SearchResults.AddAsync(page, found, colors).ConfigureAwait(false);
        if (isFull && request.Query.Limit < TraceQuery.MaxLimit)
        {
            var more = Math.Min(TraceQuery.MaxLimit, request.Query.Limit * 3).ToString(CultureInfo.InvariantCulture);
            page.Add($"<p><a class=\"button\" rel=\"next\" href=\"{PageLink.With("/search", request.Parameters, ("limit", more))}\">Up to {more}</a></p>");
        }
    }

    private void AddForm(HtmlWriter page, IQueryCollection query, PageRange range, string order, bool onlyErrors, int limit)
    {
        var service = query["service"].ToString();
        page.Add($"<form class=\"filter card\" role=\"search\" action=\"/search\"><label>Service <select name=\"service\" data-first>");
        page.AddOption("", "any", service.Length == 0);
        var services = store.Services();
        foreach (var name in service.Length == 0 || services.Contains(service) ? services : [service, .. services])
        {
            page.AddOption(name, name, name == service);
        }

        page.Add($"</select></label><label class=\"wide\">Operation <input name=\"operation\" list=\"operations\" value=\"{query["operation"]}\" placeholder=\"any\"></label><datalist id=\"operations\">");
        foreach (var operation in (service.Length == 0 ? services : [service]).SelectMany(s => store.Operations(s, null)).Select(o => o.Name).Distinct().Take(MaxSuggestions))
        {
            page.Add($"<option value=\"{operation}\"></option>");
        }

        page.Add($"</datalist><label class=\"wide\">Tags <input name=\"tags\" value=\"{Tags(query)}\" placeholder=\"http.request.method=GET user=&quot;J Doe&quot;\"></label>");
        page.Add($"<label class=\"short\">Shortest <input name=\"minDuration\" value=\"{query["minDuration"]}\" placeholder=\"100ms\"></label><label class=\"short\">Longest <input name=\"maxDuration\" value=\"{query["maxDuration"]}\" placeholder=\"2s\"></label>");
        range.AddFields(page);
        page.Add($"<label>At most <select name=\"limit\">");
        foreach (var choice in Limits.Append(limit).Distinct().Order())
        {
            page.AddOption(choice.ToString(CultureInfo.InvariantCulture), choice.ToString(CultureInfo.InvariantCulture), choice == limit);
        }

        page.Add($"</select></label><label>Order <select name=\"sort\">");
        foreach (var (value, name) in SearchRequest.Orders)
        {
            page.AddOption(value, name, value == order);
        }

        page.Add($"</select></label><label class=\"inline\"><input type=\"checkbox\" name=\"error\" value=\"true\"{new HtmlFlag("checked", onlyErrors)}>Errors only</label><button class=\"primary\">Search</button><a class=\"button\" href=\"/search\">Reset</a></form>\n");
    }

    /// <summary>The tags as one text; those of Jaeger's parameter <c>tag</c> as well.</summary>
    private static string Tags(IQueryCollection query)
    {
        var single = query["tag"].Where(t => !string.IsNullOrEmpty(t)).Select(t =>
        {
            var colon = t!.IndexOf(':', StringComparison.Ordinal);
            var value = colon < 0 ? "" : t[(colon + 1)..];
            return colon < 0 ? t : $"{t[..colon]}={(value.AsSpan().ContainsAny(' ', '"') ? $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : value)}";
        });
        return string.Join(' ', single.Prepend(query["tags"].ToString()).Where(t => t.Length > 0));
    }
}
