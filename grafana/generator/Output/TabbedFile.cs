using System.Text.Json.Nodes;
using Tta.Dashboards.Model;

namespace Tta.Dashboards.Output;

/// <summary>A board in Grafana's schema v2, in the envelope that Grafana's file provisioning expects of it.</summary>
internal static class TabbedFile
{
    private const string PluginVersion = "13.1.0";

    public static JsonObject Of(Board board)
    {
        var elements = new JsonObject();
        var tabs = new JsonArray();
        var id = 1;
        foreach (var section in board.Sections)
        {
            var items = new JsonArray();
            foreach (var place in Place.Of(section, 0))
            {
                var name = $"panel-{id}";
                elements[name] = Panel(place.Panel, id++);
                items.Add(Item(place, name));
            }

            tabs.Add(Kind("TabsLayoutTab", new JsonObject
            {
                ["title"] = section.Title,
                ["layout"] = Kind("GridLayout", new JsonObject { ["items"] = items }),
            }));
        }

        return new JsonObject
        {
            ["apiVersion"] = "dashboard.grafana.app/v2",
            ["kind"] = "Dashboard",
            ["metadata"] = new JsonObject { ["name"] = board.Uid },
            ["spec"] = new JsonObject
            {
                ["title"] = board.Title,
                ["description"] = board.Description,
                ["tags"] = new JsonArray(Board.Tag),
                ["editable"] = true,
                ["liveNow"] = false,
                ["preload"] = false,
                ["cursorSync"] = "Crosshair",
                ["links"] = LinkJson.OfBoard(),
                ["annotations"] = AnnotationJson.Tabbed(),
                ["variables"] = new JsonArray([.. board.Variables.Select(VariableJson.Tabbed)]),
                ["timeSettings"] = TimeSettings(board),
                ["elements"] = elements,
                ["layout"] = Kind("TabsLayout", new JsonObject { ["tabs"] = tabs }),
            },
        };
    }

    /// <summary>A data query as schema v2 writes it, wherever it stands.</summary>
    public static JsonObject DataQuery(string type, string uid, JsonObject spec) => new()
    {
        ["kind"] = "DataQuery",
        ["group"] = type,
        ["version"] = "v0",
        ["datasource"] = new JsonObject { ["name"] = uid },
        ["spec"] = spec,
    };

    private static JsonObject Panel(Panel panel, int id) => Kind("Panel", new JsonObject
    {
        ["id"] = id,
        ["title"] = panel.Title,
        ["description"] = panel.Description,
        ["links"] = new JsonArray(),
        ["data"] = Kind("QueryGroup", new JsonObject
        {
            ["queries"] = new JsonArray([.. QueryJson.Named(panel).Select(query => PanelQuery(query.Name, query.Query))]),
            ["transformations"] = new JsonArray(
            [
                .. TransformationJson.Of(panel).Select(step => new JsonObject
                {
                    ["kind"] = "Transformation",
                    ["group"] = step.Id,
                    ["spec"] = new JsonObject { ["options"] = step.Options },
                }),
            ]),
            ["queryOptions"] = panel.TimeFrom is { } from ? new JsonObject { ["timeFrom"] = from } : [],
        }),
        ["vizConfig"] = new JsonObject
        {
            ["kind"] = "VizConfig",
            ["group"] = panel.Type,
            ["version"] = PluginVersion,
            ["spec"] = new JsonObject { ["options"] = OptionsJson.Of(panel), ["fieldConfig"] = FieldConfigJson.Of(panel) },
        },
    });

    private static JsonObject PanelQuery(string name, Query query)
    {
        var (type, uid) = QueryJson.Source(query);
        return Kind("PanelQuery", new JsonObject
        {
            ["refId"] = name,
            ["hidden"] = false,
            ["query"] = DataQuery(type, uid, QueryJson.Spec(query)),
        });
    }

    private static JsonObject Item(Place place, string element) => Kind("GridLayoutItem", new JsonObject
    {
        ["x"] = place.X,
        ["y"] = place.Y,
        ["width"] = place.Panel.Width,
        ["height"] = place.Height,
        ["element"] = new JsonObject { ["kind"] = "ElementReference", ["name"] = element },
    });

    private static JsonObject TimeSettings(Board board) => new()
    {
        ["timezone"] = "browser",
        ["from"] = board.From,
        ["to"] = "now",
        ["autoRefresh"] = board.Refresh,
        ["autoRefreshIntervals"] = new JsonArray("5s", "10s", "30s", "1m", "5m", "15m", "30m", "1h", "2h", "1d"),
        ["hideTimepicker"] = false,
        ["fiscalYearStartMonth"] = 0,
    };

    private static JsonObject Kind(string kind, JsonObject spec) => new() { ["kind"] = kind, ["spec"] = spec };
}
