namespace Observatory.Dashboards.Model;

/// <summary>A board.</summary>
internal sealed record Dashboard
{
    /// <summary>Its name in the address.</summary>
    public required string Uid { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The beginning of the time range when the address names none.</summary>
    public string From { get; init; } = "now-6h";

    /// <summary>The end of the time range when the address names none.</summary>
    public string To { get; init; } = "now";

    /// <summary>How often it is asked again when the address does not say; empty for never.</summary>
    public string Refresh { get; init; } = "";

    /// <summary>Its variables.</summary>
    public IReadOnlyList<DashboardVariable> Variables { get; init; } = [];

    /// <summary>Marks on its time axes.</summary>
    public IReadOnlyList<AnnotationSource> Annotations { get; init; } = [];

    /// <summary>Its links.</summary>
    public IReadOnlyList<BoardLink> Links { get; init; } = [];

    /// <summary>Its panels.</summary>
    public BoardLayout Layout { get; init; } = BoardLayout.Empty;

    /// <summary>What of the board itself can't be shown, by name.</summary>
    public IReadOnlyList<string> Unsupported { get; init; } = [];
}

/// <summary>A link of a board: to one address, or to the boards with its tags.</summary>
/// <param name="Title">Its text.</param>
/// <param name="Url">The address; null for boards.</param>
/// <param name="Tags">The tags of the boards.</param>
/// <param name="KeepsTime">Whether the time range goes along.</param>
/// <param name="KeepsVariables">Whether the variables go along.</param>
internal sealed record BoardLink(string Title, string? Url, IReadOnlyList<string> Tags, bool KeepsTime, bool KeepsVariables);

/// <summary>Where marks on time axes come from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Whom it asks.</param>
/// <param name="Expression">What it asks.</param>
/// <param name="Color">The marks' colour.</param>
/// <param name="Title">A mark's title, with labels.</param>
/// <param name="Text">A mark's text, with labels.</param>
internal sealed record AnnotationSource(string Name, DataSourceRef Source, string Expression, string Color, string Title, string Text);
