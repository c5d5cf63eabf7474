using System.Text.Json.Nodes;

namespace Tta.Dashboards.Tests.Reading;

/// <summary>A committed dashboard, read from whichever schema its file has.</summary>
internal sealed record BoardFile(string Name, JsonObject Json)
{
    public static IReadOnlyList<BoardFile> All { get; } =
    [
        .. Directory.GetFiles(Repository.PathOf("grafana", "dashboards"), "*.json").Order(StringComparer.Ordinal)
            .Select(path => new BoardFile(Path.GetFileNameWithoutExtension(path), JsonNode.Parse(File.ReadAllText(path))!.AsObject())),
    ];

    /// <summary>Every board once: the twin of a tabbed board has the same panels.</summary>
    public static IEnumerable<BoardFile> WithoutTwins => All.Where(board => !board.IsTwin);

    public static IEnumerable<PanelView> AllPanels => WithoutTwins.SelectMany(board => board.Panels);

    public static BoardFile Named(string name) => All.Single(board => board.Name == name);

    public bool IsTwin => Name.EndsWith("-classic", StringComparison.Ordinal);

    public bool IsTabbed => Json.ContainsKey("apiVersion");

    /// <summary>The board itself, without the envelope.</summary>
    public JsonObject Spec => IsTabbed ? Json["spec"]!.AsObject() : Json;

    public string Uid => IsTabbed ? Json["metadata"]!["name"]!.GetValue<string>() : Json["uid"]!.GetValue<string>();

    public string Refresh => IsTabbed ? Spec["timeSettings"]!["autoRefresh"]!.GetValue<string>() : Spec["refresh"]!.GetValue<string>();

    public IReadOnlyList<JsonObject> Variables =>
        [.. IsTabbed ? Spec["variables"]!.AsArray().Select(one => one!["spec"]!.AsObject()) : Spec["templating"]!["list"]!.AsArray().Select(one => one!.AsObject())];

    public IReadOnlyList<JsonObject> Annotations =>
        [.. IsTabbed ? Spec["annotations"]!.AsArray().Select(one => one!["spec"]!.AsObject()) : Spec["annotations"]!["list"]!.AsArray().Select(one => one!.AsObject())];

    public IReadOnlyList<string> AnnotationExpressions =>
        [.. Annotations.Select(one => (IsTabbed ? one["query"]!["spec"] : one["target"])?["expr"]?.GetValue<string>()).OfType<string>()];

    public IReadOnlyList<PanelView> Panels => IsTabbed ? [.. TabbedPanels()] : [.. ClassicPanels()];

    public IEnumerable<string> Sections => Panels.Select(panel => panel.Section).Distinct();

    private IEnumerable<PanelView> ClassicPanels()
    {
        var section = "";
        foreach (var panel in Json["panels"]!.AsArray().Select(node => node!.AsObject()))
        {
            if (panel.Text("type") == "row")
            {
                section = panel.Text("title");
                continue;
            }

            var place = panel["gridPos"]!;
            yield return new PanelView(Name, section, panel["id"]!.GetValue<int>(), panel.Text("type"), panel.Text("title"), panel.Text("description"))
            {
                Position = (place.Int("x"), place.Int("y"), place.Int("w"), place.Int("h")),
                FieldConfig = panel["fieldConfig"]!.AsObject(),
                Options = panel["options"]!.AsObject(),
                Targets =
                [
                    .. panel["targets"]!.AsArray().Select(one => new TargetView(
                        one!.Text("refId"), one!["datasource"]!.Text("type"), one["datasource"]!.Text("uid"), one.AsObject())),
                ],
                Transformations = [.. Steps(panel).Select(step => step.Text("id"))],
                Renamed = Renames(Steps(panel).Where(step => step.Text("id") == "organize").Select(step => step["options"]!)),
            };
        }
    }

    private static IEnumerable<JsonNode> Steps(JsonObject panel) => panel["transformations"]?.AsArray().OfType<JsonNode>() ?? [];

    private IEnumerable<PanelView> TabbedPanels()
    {
        foreach (var tab in Spec["layout"]!["spec"]!["tabs"]!.AsArray().Select(node => node!["spec"]!))
        {
            foreach (var item in tab["layout"]!["spec"]!["items"]!.AsArray().Select(node => node!["spec"]!))
            {
                var panel = Spec["elements"]![item["element"]!.Text("name")]!["spec"]!;
                var data = panel["data"]!["spec"]!;
                var view = panel["vizConfig"]!;
                yield return new PanelView(Name, tab.Text("title"), panel["id"]!.GetValue<int>(), view.Text("group"), panel.Text("title"), panel.Text("description"))
                {
                    Position = (item.Int("x"), item.Int("y"), item.Int("width"), item.Int("height")),
                    FieldConfig = view["spec"]!["fieldConfig"]!.AsObject(),
                    Options = view["spec"]!["options"]!.AsObject(),
                    Targets =
                    [
                        .. data["queries"]!.AsArray().Select(one => one!["spec"]!).Select(one => new TargetView(
                            one.Text("refId"), one["query"]!.Text("group"), one["query"]!["datasource"]!.Text("name"), one["query"]!["spec"]!.AsObject())),
                    ],
                    Transformations = [.. data["transformations"]!.AsArray().Select(step => step!.Text("group"))],
                    Renamed = Renames(data["transformations"]!.AsArray().Where(step => step!.Text("group") == "organize").Select(step => step!["spec"]!["options"]!)),
                };
            }
        }
    }

    private static Dictionary<string, string> Renames(IEnumerable<JsonNode> organize) =>
        organize.SelectMany(options => options["renameByName"]!.AsObject()).ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>());
}
