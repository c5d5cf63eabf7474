namespace Tta.Primitives;

/// <summary>A router chose a route that does not exist, and it has no default.</summary>
public sealed class UnknownRouteException : InvalidOperationException
{
    internal UnknownRouteException(string router, string route, IEnumerable<string> routes)
        : base($"Router '{router}' has no route '{route}'. Its routes are: {string.Join(", ", routes.Order(StringComparer.Ordinal))}.")
    {
        Route = route;
    }

    /// <summary>The route that was chosen.</summary>
    public string Route { get; }
}
