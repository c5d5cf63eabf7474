namespace Tta.Primitives;

/// <summary>A router chose a route that does not exist, and it has no default.</summary>
public sealed class UnknownRouteException : InvalidOperationException
{
    /// <summary>Made by the library; public so that code that handles it can be tested.</summary>
    /// <param name="router">The router's name.</param>
    /// <param name="route">The route that was chosen.</param>
    /// <param name="routes">The routes there are.</param>
    public UnknownRouteException(string router, string route, IEnumerable<string> routes)
        : base($"Router '{router}' has no route '{route}'. Its routes are: {string.Join(", ", routes.Order(StringComparer.Ordinal))}.")
    {
        Route = route;
    }

    /// <summary>The route that was chosen.</summary>
    public string Route { get; }
}
