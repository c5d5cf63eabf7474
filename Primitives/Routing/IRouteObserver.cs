namespace Tta.Primitives;

/// <summary>A route selector that learns from how the routes it chose did.</summary>
public interface IRouteObserver
{
    /// <summary>Told after each execution of a route, unless its caller cancelled it.</summary>
    /// <param name="route">The route that ran.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="succeeded">Whether it returned.</param>
    void Observe(string route, TimeSpan duration, bool succeeded);
}
