using System.Text.Json.Nodes;
using Tta.Dashboards.Model;

namespace Tta.Dashboards.Output;

/// <summary>Queries as the data sources' plugins read them; the same in both schemas.</summary>
internal static class QueryJson
{
    /// <summary>A panel's queries with their names: A, B, C … unless one has its own.</summary>
    public static IEnumerable<(string Name, Query Query)> Named(Panel panel) =>
        panel.Queries.Select((query, index) => ((query as PrometheusQuery)?.Name ?? ((char)('A' + index)).ToString(), query));

    /// <summary>The plugin, and the data source's uid: the value of a variable.</summary>
    public static (string Type, string Uid) Source(Query query) => query switch
    {
        PrometheusQuery => ("prometheus", "${datasource}"),
        LogQuery => ("loki", "${logs}"),
        _ => ("jaeger", "${traces}"),
    };

    public static JsonObject Spec(Query query) => query switch
    {
        PrometheusQuery prometheus => new JsonObject
        {
            ["expr"] = prometheus.Expression,
            ["legendFormat"] = prometheus.Legend,
            ["format"] = prometheus.Format,
            ["instant"] = prometheus.Instant,
            ["range"] = !prometheus.Instant,
            ["exemplar"] = prometheus.Exemplars,
            ["editorMode"] = "code",
        },
        TraceSearch search => new JsonObject
        {
            ["queryType"] = "search",
            ["service"] = search.Service,
            ["operation"] = search.Operation,
            ["tags"] = search.Tags,
            ["limit"] = search.Limit,
        },
        TraceById trace => new JsonObject { ["query"] = trace.TraceId },
        ServiceDependencies => new JsonObject { ["queryType"] = "dependencyGraph" },
        LogQuery log => new JsonObject { ["expr"] = log.Expression, ["queryType"] = "range", ["maxLines"] = 200, ["editorMode"] = "code" },
        _ => throw new ArgumentOutOfRangeException(nameof(query), query, "This kind of query has no JSON yet."),
    };
}
