using System.Text.Json.Nodes;
using Tta.Dashboards.Model;

namespace Tta.Dashboards.Output;

/// <summary>What happens to answers before a table shows them. Four steps are all that the boards use: docs/dashboards.md.</summary>
internal static class TransformationJson
{
    public static IReadOnlyList<(string Id, JsonObject Options)> Of(Panel panel)
    {
        var steps = new List<(string, JsonObject)>();
        if (panel.Type != "table")
        {
            return steps;
        }

        if (panel.Queries.All(query => query is PrometheusQuery))
        {
            steps.Add(("merge", []));
            steps.Add(("organize", new JsonObject
            {
                ["excludeByName"] = new JsonObject { ["Time"] = true, ["__name__"] = true },
                ["indexByName"] = new JsonObject([.. panel.Columns.Select((column, index) => KeyValuePair.Create(column.Field, (JsonNode?)index))]),
                ["renameByName"] = new JsonObject([.. panel.Columns.Select(column => KeyValuePair.Create(column.Field, (JsonNode?)column.Title))]),
            }));
        }

        if (panel.Top is var (field, rows))
        {
            steps.Add(("sortBy", new JsonObject
            {
                ["fields"] = new JsonObject(),
                ["sort"] = new JsonArray(new JsonObject { ["field"] = field, ["desc"] = true }),
            }));
            steps.Add(("limit", new JsonObject { ["limitField"] = rows }));
        }

        return steps;
    }
}
