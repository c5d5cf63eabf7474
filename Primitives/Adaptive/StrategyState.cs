namespace Tta.Primitives;

/// <summary>What has become of a strategy.</summary>
public enum StrategyState
{
    /// <summary>Not adopted and not rejected yet.</summary>
    Candidate,

    /// <summary>Tried often enough without failing too often; not adopted yet.</summary>
    Validated,

    /// <summary>In use.</summary>
    Adopted,

    /// <summary>Found no better than the baseline.</summary>
    Rejected,
}
