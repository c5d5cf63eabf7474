namespace Tta.Primitives;

/// <summary>What the caller would like of the model; route selectors may follow it.</summary>
public sealed record ModelHints
{
    /// <summary>Preferred tier, such as <c>fast</c> or <c>quality</c>.</summary>
    public string? Tier { get; init; }

    /// <summary>Preferred provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Preferred model.</summary>
    public string? Model { get; init; }
}
