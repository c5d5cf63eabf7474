using System.Text.Json.Nodes;

namespace Tta.Dashboards.Output;

/// <summary>Marks on the time axis of every board: processes that started, alerts that fired.</summary>
internal static class AnnotationJson
{
    private const string Source = "${datasource}";

    private static readonly (string Name, string Color, string Expression, string Title, string Text)[] Marks =
    [
        ("Starts", "blue", "count by (job) (target_info unless target_info offset 1m)", "{{job}} started", "A new process of {{job}} reports since here."),
        ("Alerts", "red", """max by (alertname, severity) (ALERTS{alertstate="firing"})""", "{{alertname}}", "Firing, severity {{severity}}."),
    ];

    public static JsonArray Classic() =>
        new(
        [
            new JsonObject
            {
                ["name"] = "Annotations & Alerts",
                ["builtIn"] = 1,
                ["type"] = "dashboard",
                ["datasource"] = new JsonObject { ["type"] = "grafana", ["uid"] = "-- Grafana --" },
                ["enable"] = true,
                ["hide"] = true,
                ["iconColor"] = "rgba(0, 211, 255, 1)",
            },
            .. Marks.Select(mark => new JsonObject
            {
                ["name"] = mark.Name,
                ["datasource"] = new JsonObject { ["type"] = "prometheus", ["uid"] = Source },
                ["enable"] = true,
                ["hide"] = false,
                ["iconColor"] = mark.Color,
                ["target"] = Query(mark.Expression),
                ["titleFormat"] = mark.Title,
                ["textFormat"] = mark.Text,
            }),
        ]);

    public static JsonArray Tabbed() =>
        new(
        [
            Annotation("Annotations & Alerts", "rgba(0, 211, 255, 1)", hide: true, TabbedFile.DataQuery("grafana", "-- Grafana --", []), builtIn: true),
            .. Marks.Select(mark =>
            {
                var annotation = Annotation(mark.Name, mark.Color, hide: false, TabbedFile.DataQuery("prometheus", Source, Query(mark.Expression)), builtIn: false);
                // Where this schema has what it leaves to a data source's plug-in.
                annotation["spec"]!["legacyOptions"] = new JsonObject { ["titleFormat"] = mark.Title, ["textFormat"] = mark.Text };
                return annotation;
            }),
        ]);

    private static JsonObject Query(string expression) => new() { ["refId"] = "Anno", ["expr"] = expression, ["interval"] = "10s" };

    private static JsonObject Annotation(string name, string color, bool hide, JsonObject query, bool builtIn) => new()
    {
        ["kind"] = "AnnotationQuery",
        ["spec"] = new JsonObject
        {
            ["name"] = name,
            ["enable"] = true,
            ["hide"] = hide,
            ["iconColor"] = color,
            ["builtIn"] = builtIn,
            ["query"] = query,
        },
    };
}
