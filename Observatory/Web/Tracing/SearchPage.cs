using Observatory.Jaeger;
using Observatory.Traces.Query;
using Observatory.Traces.Storage;

namespace Observatory.Web.Tracing;

/// <summary>The page at <c>/search</c>: a form with the parameters of Jaeger's API, and what they find.</summary>
internal sealed class SearchPage(TraceStore store, TimeProvider time)
{
    private static readonly (string Field, string Label, string Example)[] Fields =
    [
        ("operation", "operation", "GET /orders"), ("tag", "tag", "error:true"), ("minDuration", "shortest", "100ms"), ("maxDuration", "longest", "2s"),
        ("lookback", "not older than", "1h"), ("limit", "at most", "100"),
    ];

    /// <summary>Writes the page.</summary>
    public string Render(IQueryCollection query, CancellationToken cancellation)
    {
        var page = HtmlWriter.Page("Search traces");
        AddForm(page, query);
        try
        {
            var found = TraceSearch.Run(store, JaegerQueryParser.SearchAnyService(query, time.GetUtcNow()), cancellation);
            page.Add($"<p>{found.Count} traces, the newest first.</p>");
            TraceTable.Add(page, store, found);
        }
        catch (JaegerRequestException e)
        {
            page.Add($"<p class=\"error\">{e.Message}</p>");
        }

        return page.End();
    }

    private void AddForm(HtmlWriter page, IQueryCollection query)
    {
        var selected = query["service"].ToString();
        page.Add($"<form class=\"filter card\" action=\"/search\"><label>service <select name=\"service\"><option value=\"\">any</option>");
        foreach (var service in store.Services())
        {
            if (service == selected)
            {
                page.Add($"<option selected>{service}</option>");
            }
            else
            {
                page.Add($"<option>{service}</option>");
            }
        }

        page.Add($"</select></label>");
        foreach (var (field, label, example) in Fields)
        {
            page.Add($"<label>{label} <input name=\"{field}\" placeholder=\"{example}\" value=\"{query[field]}\"></label>");
        }

        page.Add($"<button>Search</button></form>");
    }
}
