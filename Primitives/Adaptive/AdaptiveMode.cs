namespace Tta.Primitives;

/// <summary>How far an adaptive primitive goes.</summary>
public enum AdaptiveMode
{
    /// <summary>The baseline only; nothing is learned.</summary>
    Disabled,

    /// <summary>The baseline only; outcomes are recorded and strategies proposed, but not tried.</summary>
    Observe,

    /// <summary>Proposed strategies are tried on a share of the executions and judged, but none is adopted.</summary>
    Validate,

    /// <summary>What proves better is adopted.</summary>
    Active,
}
