namespace Tta.Primitives;

/// <summary>How a route's execution ended, as an <see cref="IRouteObserver"/> is told.</summary>
public enum RouteOutcome
{
    /// <summary>It returned.</summary>
    Succeeded,

    /// <summary>It failed, or a time limit cut it off.</summary>
    Failed,

    /// <summary>Its caller gave it up: all that is known is that it would have taken longer.</summary>
    Abandoned,
}
