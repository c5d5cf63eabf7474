using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Reading;

/// <summary>Reads the classic schema: a flat list of panels with rows among them.</summary>
internal static class ClassicReader
{
    /// <summary>Reads a board.</summary>
    public static Dashboard Read(Node board, string name)
    {
        var unsupported = new List<string>();
        return new()
        {
            Uid = board["uid"].Or(name),
            Title = board["title"].Or(name),
            Description = board["description"].Or(""),
            Tags = board["tags"].Texts,
            From = board["time"]["from"].Or("now-6h"),
            To = board["time"]["to"].Or("now"),
            Refresh = board["refresh"].Text is { } refresh && refresh != "false" ? refresh : "",
            Variables = [.. board["templating"]["list"].Items.Select(v => VariableReader.Read(v, v["type"].Or("query"), v["query"], Source(v["datasource"]))).OfType<DashboardVariable>()],
            Annotations = [.. board["annotations"]["list"].Items.Select(a => Annotation(a, unsupported)).OfType<AnnotationSource>()],
            Links = [.. board["links"].Items.Select(LinkReader.Board).OfType<BoardLink>()],
            Layout = Flat(board["panels"]),
            Unsupported = unsupported,
        };
    }

    private static BoardLayout Flat(Node panels)
    {
        var above = new List<Panel>();
        var rows = new List<BoardSection>();
        var (current, title, collapsed, key) = (above, "", false, "");
        foreach (var panel in panels.Items.OrderBy(p => p["gridPos"]["y"].Number ?? 0).ThenBy(p => p["gridPos"]["x"].Number ?? 0))
        {
            if (panel["type"].Text != "row")
            {
                current.Add(ReadPanel(panel));
                continue;
            }

            Close();
            (current, title, collapsed, key) = ([], panel["title"].Or(""), panel["collapsed"].IsTrue, $"row-{panel["id"].Or($"{rows.Count + 1}")}");
            // A collapsed row keeps its panels with it.
            current.AddRange(panel["panels"].Items.Select(ReadPanel));
            if (panel["repeat"].Text is { Length: > 0 } repeat && current.Count > 0)
            {
                current[0] = current[0] with { Unsupported = [.. current[0].Unsupported, $"row repeat by {repeat}"] };
            }
        }

        Close();
        return new(above, rows, []);

        void Close()
        {
            if (current != above)
            {
                rows.Add(new(key, title, collapsed, true, new(current, [], [])));
            }
        }
    }

    private static Panel ReadPanel(Node panel)
    {
        var place = panel["gridPos"];
        var source = Source(panel["datasource"]);
        return DashboardReader.Checked(
            new()
            {
                Id = panel["id"].Whole ?? 0,
                Type = panel["type"].Or("none"),
                Title = panel["title"].Or(""),
                Description = panel["description"].Or(""),
                Place = PanelPlace.Of(place["x"].Whole, place["y"].Whole, place["w"].Whole, place["h"].Whole),
                Queries = [.. panel["targets"].Items.Where(t => !t["hide"].IsTrue).Select(t => new PanelQuery(t["refId"].Or("A"), t["datasource"].Exists ? Source(t["datasource"]) : source, t))],
                Transformations = [.. panel["transformations"].Items.Where(t => !t["disabled"].IsTrue).Select(t => new Transformation(t["id"].Or(""), t["options"]))],
                Defaults = FieldOptions.None.With(panel["fieldConfig"]["defaults"]),
                Overrides = DashboardReader.Overrides(panel["fieldConfig"]["overrides"]),
                Options = panel["options"],
                Links = FieldOptions.ReadLinks(panel["links"]),
                TimeFrom = panel["timeFrom"].Text,
                TimeShift = panel["timeShift"].Text,
                MinInterval = panel["interval"].Text,
                MaxDataPoints = panel["maxDataPoints"].Whole,
            },
            panel["repeat"].Text,
            OfOldGrafanas(panel));
    }

    /// <summary>
    /// What panels said before Grafana 7 and is not read here; such types as <c>graph</c> and <c>singlestat</c> are named as types.
    /// </summary>
    private static IEnumerable<string> OfOldGrafanas(Node panel) =>
        panel["styles"].Exists || panel["dataFormat"].Exists || panel["options"]["fieldOptions"].Exists
            ? [$"options of an old {panel["type"].Text}"]
            : [];

    // Where the query stands has changed with time.
    private static AnnotationSource? Annotation(Node annotation, List<string> unsupported) => AnnotationReader.Read(
        annotation,
        Source(annotation["datasource"]),
        annotation["target"]["expr"].Or(annotation["expr"].Or("")),
        annotation["titleFormat"].Or(""),
        annotation["textFormat"].Or(""),
        unsupported);

    private static DataSourceRef Source(Node source) => source.IsObject ? new(source["type"].Text, source["uid"].Text) : new(null, source.Text);
}
