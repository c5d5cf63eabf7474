using Observatory.Dashboards.Model;
using Observatory.Dashboards.Sources;
using Observatory.Html;
using Observatory.Traces.Model;

namespace Observatory.Dashboards.Pages;

/// <summary>Leads links to Grafana's Explore to the page that answers them here.</summary>
internal static class ExploreRedirect
{
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 32 };

    /// <summary>Answers a request.</summary>
    public static Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        try
        {
            if (Target(query["panes"].ToString(), query["left"].ToString()) is { } target)
            {
                context.Response.Redirect(target);
                return Task.CompletedTask;
            }

            return Page.NoteAsync(context, StatusCodes.Status404NotFound, "Nothing to explore", "Only queries to Jaeger and Loki are explored here.");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return Page.NoteAsync(context, StatusCodes.Status400BadRequest, "Not understood", e is FormatException ? e.Message : "The link's JSON can't be read.");
        }
    }

    /// <summary>The page that answers a query, or null.</summary>
    /// <exception cref="FormatException">The query is not understood.</exception>
    /// <exception cref="JsonException">The JSON is none.</exception>
    public static string? Target(string panes, string left)
    {
        using var document = JsonDocument.Parse(panes.Length > 0 ? panes : left.Length > 0 ? left : "{}", Bounded);
        var root = new Node(document.RootElement);
        // Long ago, "left" was an array: from, to, data source, query.
        var parts = root.Items.ToList();
        var pane = panes.Length > 0 ? root.Properties.FirstOrDefault().Value : root;
        var query = parts.Count > 3 ? parts.Skip(3).FirstOrDefault(p => p.IsObject) : pane["queries"].Items.FirstOrDefault();
        var source = query["datasource"]["type"].Text ?? pane["datasource"].Text ?? (parts.Count > 2 ? parts[2].Text : null) ?? "";
        if (query["query"].Text is { Length: > 0 } id && TraceIds.TryParseTrace(id.Trim(), out var trace))
        {
            return $"/trace/{TraceIds.Trace(trace)}";
        }

        if (query["queryType"].Text == "search" || query["service"].Exists)
        {
            return PageLink.To("/search", ("service", query["service"].Text), ("operation", query["operation"].Text), ("minDuration", query["minDuration"].Text), ("maxDuration", query["maxDuration"].Text), ("tags", query["tags"].Text));
        }

        return query["expr"].Text is { Length: > 0 } expression && (expression.TrimStart().StartsWith('{') || source.Contains("loki", StringComparison.OrdinalIgnoreCase)) ? Logs(expression) : null;
    }

    private static string Logs(string expression)
    {
        var query = LogQl.Parse(expression);
        string? Label(params string[] names) => query.Labels.FirstOrDefault(c => names.Contains(c.Name) && c.Operation == "=")?.Value;
        return PageLink.To(
            "/logs",
            ("service", Label("service_name", "job")),
            ("trace", Label("trace_id")),
            ("level", Label("detected_level", "level")),
            ("text", query.Lines.FirstOrDefault(l => l.Operation == "=")?.Value));
    }
}
