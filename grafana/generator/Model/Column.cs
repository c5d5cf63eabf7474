namespace Tta.Dashboards.Model;

/// <summary>A column of a table: the field it shows, its heading, and how its values look.</summary>
internal sealed record Column(string Field, string Title)
{
    /// <summary>Null keeps what the data source says.</summary>
    public string? Unit { get; init; }

    /// <summary>Null leaves the cells uncoloured.</summary>
    public IReadOnlyList<Limit>? Limits { get; init; }

    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>Words for 0 and 1, where the values are that.</summary>
    public (string Zero, string One)? Words { get; init; }
}
