namespace Observatory.Dashboards.Model;

/// <summary>A panel.</summary>
internal sealed record Panel
{
    /// <summary>Its number on the board.</summary>
    public required int Id { get; init; }

    /// <summary>Grafana's name of its kind.</summary>
    public required string Type { get; init; }

    /// <summary>Its title, with variables.</summary>
    public string Title { get; init; } = "";

    /// <summary>What it says about itself, in Markdown.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public PanelPlace Place { get; init; }

    /// <summary>What it asks.</summary>
    public IReadOnlyList<PanelQuery> Queries { get; init; } = [];

    /// <summary>What is done with the answers.</summary>
    public IReadOnlyList<Transformation> Transformations { get; init; } = [];

    /// <summary>How the fields are shown.</summary>
    public FieldOptions Defaults { get; init; } = FieldOptions.None;

    /// <summary>How some of the fields are shown.</summary>
    public IReadOnlyList<FieldOverride> Overrides { get; init; } = [];

    /// <summary>What is particular to its type.</summary>
    public Node Options { get; init; }

    /// <summary>Links of the panel as a whole.</summary>
    public IReadOnlyList<DataLink> Links { get; init; } = [];

    /// <summary>Replaces the time range: the time back from now.</summary>
    public string? TimeFrom { get; init; }

    /// <summary>Moves the time range back.</summary>
    public string? TimeShift { get; init; }

    /// <summary>The least time between two points.</summary>
    public string? MinInterval { get; init; }

    /// <summary>The most points of a series.</summary>
    public int? MaxDataPoints { get; init; }

    /// <summary>What of it can't be drawn, by name.</summary>
    public IReadOnlyList<string> Unsupported { get; init; } = [];
}

/// <summary>A change to the answers before they are drawn.</summary>
/// <param name="Id">Which.</param>
/// <param name="Options">How.</param>
internal sealed record Transformation(string Id, Node Options);
