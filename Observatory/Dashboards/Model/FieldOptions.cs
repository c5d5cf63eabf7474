using Observatory.Charts.Formats;

namespace Observatory.Dashboards.Model;

/// <summary>How a field's values are shown: a panel's defaults, changed by the overrides that match the field.</summary>
internal sealed record FieldOptions
{
    private static readonly string[] Quiet =
        ["description", "path", "writeable", "filterable", "actions", "fieldMinMax", "nullValueMode", "decimals", "min", "max", "unit"];

    /// <summary>Nothing set.</summary>
    public static FieldOptions None { get; } = new();

    /// <summary>The unit by Grafana's id.</summary>
    public string? Unit { get; private init; }

    /// <summary>Digits after the point.</summary>
    public int? Decimals { get; private init; }

    /// <summary>The lowest value of axis, dial or bar.</summary>
    public double? Min { get; private init; }

    /// <summary>The highest value of axis, dial or bar.</summary>
    public double? Max { get; private init; }

    /// <summary>Shown where there is nothing.</summary>
    public string? NoValue { get; private init; }

    /// <summary>The field's name on the page, with variables.</summary>
    public string? DisplayName { get; private init; }

    /// <summary>How the colour is found: <c>thresholds</c>, <c>palette-classic</c>, <c>fixed</c>, <c>continuous-…</c>.</summary>
    public string ColorMode { get; private init; } = "";

    /// <summary>The colour of mode <c>fixed</c>.</summary>
    public string? FixedColor { get; private init; }

    /// <summary>The steps of colour, ascending.</summary>
    public IReadOnlyList<ThresholdStep> Thresholds { get; private init; } = [];

    /// <summary>Whether the steps are percent of the way from the lowest to the highest value.</summary>
    public bool ThresholdsArePercent { get; private init; }

    /// <summary>Texts for values.</summary>
    public IReadOnlyList<ValueMapping> Mappings { get; private init; } = [];

    /// <summary>Where values lead.</summary>
    public IReadOnlyList<DataLink> Links { get; private init; } = [];

    /// <summary>What only some panels know, by the path below <c>custom.</c>.</summary>
    public IReadOnlyDictionary<string, Node> Custom { get; private init; } = new Dictionary<string, Node>();

    /// <summary>A custom text such as <c>stacking.mode</c>.</summary>
    public Node CustomAt(string name, string? below = null) =>
        Custom.TryGetValue(below is null ? name : $"{name}.{below}", out var exact) ? exact
        : below is not null && Custom.TryGetValue(name, out var parent) ? parent[below] : default;

    /// <summary>Reads all properties of an object.</summary>
    public FieldOptions With(Node properties)
    {
        var options = this;
        foreach (var (name, value) in properties.Properties)
        {
            options = name == "custom"
                ? value.Properties.Aggregate(options, (o, c) => o.With($"custom.{c.Name}", c.Value))
                : options.With(name, value);
        }

        return options;
    }

    /// <summary>Sets one property as an override names it.</summary>
    public FieldOptions With(string id, Node value) => id switch
    {
        "unit" => this with { Unit = value.Text },
        "decimals" => this with { Decimals = value.Whole },
        "min" => this with { Min = value.Number },
        "max" => this with { Max = value.Number },
        "noValue" => this with { NoValue = value.Text },
        "displayName" => this with { DisplayName = value.Text },
        "color" => this with { ColorMode = value["mode"].Or(ColorMode), FixedColor = value["fixedColor"].Text ?? FixedColor },
        "thresholds" => this with { Thresholds = Steps(value), ThresholdsArePercent = value["mode"].Text == "percentage" },
        "mappings" => this with { Mappings = MappingReader.Read(value) },
        "links" => this with { Links = ReadLinks(value) },
        _ when id.StartsWith("custom.", StringComparison.Ordinal) => this with { Custom = new Dictionary<string, Node>(Custom) { [id[7..]] = value } },
        _ => this,
    };

    /// <summary>Whether a property's name means something here, or nothing that could be seen.</summary>
    public static bool Knows(string id) =>
        Quiet.Contains(id) || id is "noValue" or "displayName" or "displayNameFromDS" or "color" or "thresholds" or "mappings" or "links" || id.StartsWith("custom.", StringComparison.Ordinal);

    /// <summary>Reads links.</summary>
    public static IReadOnlyList<DataLink> ReadLinks(Node links) =>
        [.. links.Items.Where(l => l["url"].Text is { Length: > 0 }).Select(l => new DataLink(l["title"].Or("Link"), l["url"].Text!)).Take(20)];

    private static IReadOnlyList<ThresholdStep> Steps(Node thresholds) =>
        [.. thresholds["steps"].Items.Select(s => new ThresholdStep(s["value"].Number, s["color"].Or("text"))).OrderBy(s => s.From ?? double.NegativeInfinity).Take(50)];
}

/// <summary>Properties for the fields that match.</summary>
/// <param name="Matcher">How fields are chosen: <c>byName</c> …</param>
/// <param name="Options">Which.</param>
/// <param name="Properties">What is set for them.</param>
internal sealed record FieldOverride(string Matcher, Node Options, IReadOnlyList<(string Id, Node Value)> Properties);

/// <summary>From this value on, this colour.</summary>
/// <param name="From">The value; null for the lowest step.</param>
/// <param name="Color">The colour as written.</param>
internal sealed record ThresholdStep(double? From, string Color);

/// <summary>A link with variables in it.</summary>
/// <param name="Title">Its text.</param>
/// <param name="Url">Where it leads.</param>
internal sealed record DataLink(string Title, string Url);
