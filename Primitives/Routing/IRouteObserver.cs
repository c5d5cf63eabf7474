namespace Tta.Primitives;

/// <summary>A route selector that learns from how the routes it chose did.</summary>
public interface IRouteObserver
{
    /// <summary>Told after each execution of a route.</summary>
    /// <param name="route">The route that ran.</param>
    /// <param name="duration">How long it took, or how long it had taken when it was cut off.</param>
    /// <param name="outcome">How it ended.</param>
    void Observe(string route, TimeSpan duration, RouteOutcome outcome);
}
