using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Reading;

/// <summary>Reads schema v2: elements and a layout that refers to them, in the envelope of a Kubernetes resource.</summary>
internal sealed class TabbedReader
{
    private const int MaxDepth = 8;
    private readonly Node _elements;
    private readonly List<string> _unsupported = [];
    private int _tabSets;
    private int _rows;

    private TabbedReader(Node elements) => _elements = elements;

    /// <summary>Reads a board.</summary>
    public static Dashboard Read(Node resource, string name)
    {
        var spec = resource["spec"];
        var time = spec["timeSettings"];
        var reader = new TabbedReader(spec["elements"]);
        var layout = reader.Layout(spec["layout"], 0);
        return new()
        {
            Uid = resource["metadata"]["name"].Or(name),
            Title = spec["title"].Or(name),
            Description = spec["description"].Or(""),
            Tags = spec["tags"].Texts,
            From = time["from"].Or("now-6h"),
            To = time["to"].Or("now"),
            Refresh = time["autoRefresh"].Or(""),
            Variables = [.. spec["variables"].Items.Select(Variable).OfType<DashboardVariable>()],
            Annotations = [.. spec["annotations"].Items.Select(a => reader.Annotation(a["spec"])).OfType<AnnotationSource>()],
            Links = [.. spec["links"].Items.Select(LinkReader.Board).OfType<BoardLink>()],
            Layout = layout,
            Unsupported = [.. reader._unsupported.Distinct()],
        };
    }

    private static DashboardVariable? Variable(Node variable)
    {
        var spec = variable["spec"];
        var query = spec["query"];
        var type = variable["kind"].Or("").Replace("Variable", "", StringComparison.Ordinal).ToLowerInvariant();
        return VariableReader.Read(spec, type == "text" ? "textbox" : type, query["spec"].IsObject ? query["spec"] : query, Source(query, spec["datasource"]));
    }

    private AnnotationSource? Annotation(Node annotation)
    {
        var query = annotation["query"];
        // What the new schema has no place for is kept apart.
        string Said(string name) => query["spec"][name].Text ?? annotation["legacyOptions"][name].Or("");
        return AnnotationReader.Read(annotation, Source(query, annotation["datasource"]), query["spec"]["expr"].Or(""), Said("titleFormat"), Said("textFormat"), _unsupported);
    }

    // In its first form the schema had the source's type as the query's kind, and the source beside the query.
    private static DataSourceRef Source(Node query, Node beside) => new(
        query["group"].Text ?? beside["type"].Text ?? (query["kind"].Text is not "DataQuery" and var kind ? kind : null),
        query["datasource"]["name"].Text ?? beside["uid"].Text);

    private BoardLayout Layout(Node layout, int depth)
    {
        var spec = layout["spec"];
        if (depth > MaxDepth)
        {
            throw new FormatException($"has layouts nested deeper than {MaxDepth}");
        }

        switch (layout["kind"].Text)
        {
            case "GridLayout":
                return Grid(spec);
            case "AutoGridLayout":
                return AutoGrid(spec);
            case "RowsLayout":
                return new([], [.. spec["rows"].Items.Select(r => Section(r["spec"], $"row-{++_rows}", depth))], []);
            case "TabsLayout":
                var key = ++_tabSets == 1 ? "tab" : $"tab{_tabSets}";
                var taken = new HashSet<string>();
                return new([], [], [.. spec["tabs"].Items.Select(t => Section(t["spec"], Unique(Slug.Of(t["spec"]["title"].Or("tab")), taken), depth))], key);
            case var other:
                _unsupported.Add($"layout {other}");
                return BoardLayout.Empty;
        }
    }

    private static string Unique(string slug, HashSet<string> taken)
    {
        var name = slug;
        for (var i = 2; !taken.Add(name); i++)
        {
            name = $"{slug}-{i}";
        }

        return name;
    }

    private BoardSection Section(Node spec, string key, int depth)
    {
        if (spec["repeat"]["value"].Text is { } repeat)
        {
            _unsupported.Add($"repeat by {repeat}");
        }

        if (spec["conditionalRendering"]["spec"]["items"].Items.Any())
        {
            _unsupported.Add($"conditional rendering of {spec["title"].Or(key)}");
        }

        return new(key, spec["title"].Or(""), spec["collapse"].IsTrue, !spec["hideHeader"].IsTrue, Layout(spec["layout"], depth + 1));
    }

    private BoardLayout Grid(Node spec)
    {
        var panels = new List<Panel>();
        var rows = new List<BoardSection>();
        foreach (var item in spec["items"].Items)
        {
            var place = item["spec"];
            if (item["kind"].Text == "GridLayoutRow")
            {
                rows.Add(new($"row-{++_rows}", place["title"].Or(""), place["collapsed"].IsTrue, true, new([.. place["elements"].Items.Select(Item).OfType<Panel>()], [], [])));
            }
            else if (Item(item) is { } panel)
            {
                panels.Add(panel);
            }
        }

        return new([.. panels.OrderBy(p => p.Place.Y).ThenBy(p => p.Place.X)], rows, []);
    }

    private Panel? Item(Node item)
    {
        var place = item["spec"];
        return Element(place["element"]["name"].Text, place["repeat"]["value"].Text) is { } panel
            ? panel with { Place = PanelPlace.Of(place["x"].Whole, place["y"].Whole, place["width"].Whole, place["height"].Whole) }
            : null;
    }

    private BoardLayout AutoGrid(Node spec)
    {
        var columns = Math.Clamp(spec["maxColumnCount"].Whole ?? 3, 1, PanelPlace.Columns);
        var width = PanelPlace.Columns / columns;
        var height = spec["rowHeightMode"].Text switch { "short" => 5, "tall" => 14, _ => 9 };
        var panels = spec["items"].Items
            .Select(i => Element(i["spec"]["element"]["name"].Text, i["spec"]["repeat"]["value"].Text))
            .OfType<Panel>()
            .Select((p, i) => p with { Place = PanelPlace.Of(i % columns * width, i / columns * height, width, height) });
        return new([.. panels], [], []);
    }

    private Panel? Element(string? name, string? repeat)
    {
        var element = name is null ? default : _elements[name];
        if (element["kind"].Text != "Panel")
        {
            _unsupported.Add(element.Exists ? $"element {name} of kind {element["kind"].Text}" : $"element {name}, which is missing");
            return null;
        }

        var spec = element["spec"];
        var data = spec["data"]["spec"];
        var config = spec["vizConfig"];
        var drawing = config["spec"];
        // Before its last form the schema had the panel type as the kind.
        var type = config["group"].Text ?? config["kind"].Or("none");
        return DashboardReader.Checked(
            new()
            {
                Id = spec["id"].Whole ?? 0,
                Type = type,
                Title = spec["title"].Or(""),
                Description = spec["description"].Or(""),
                Queries = [.. data["queries"].Items.Select(q => q["spec"]).Where(q => !q["hidden"].IsTrue).Select(q => new PanelQuery(q["refId"].Or("A"), Source(q["query"], q["datasource"]), q["query"]["spec"]))],
                Transformations = [.. data["transformations"].Items.Where(t => !t["spec"]["disabled"].IsTrue).Select(TransformationOf)],
                Defaults = FieldOptions.None.With(drawing["fieldConfig"]["defaults"]),
                Overrides = DashboardReader.Overrides(drawing["fieldConfig"]["overrides"]),
                Options = drawing["options"],
                Links = FieldOptions.ReadLinks(spec["links"]),
                TimeFrom = data["queryOptions"]["timeFrom"].Text,
                TimeShift = data["queryOptions"]["timeShift"].Text,
                MinInterval = data["queryOptions"]["interval"].Text,
                MaxDataPoints = data["queryOptions"]["maxDataPoints"].Whole,
            },
            repeat);
    }

    private static Transformation TransformationOf(Node transformation)
    {
        // The name is in "group" in the schema's last form, in the kind before.
        var id = transformation["group"].Text ?? (transformation["spec"]["id"].Text ?? transformation["kind"].Or(""));
        return new(id, transformation["spec"]["options"]);
    }
}
