namespace Tta.Primitives;

/// <summary>Checks the routes a selector chooses from.</summary>
internal static class SelectorRoutes
{
    public static string[] Checked(IEnumerable<string> routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        string[] list = [.. routes];
        return list.Length == 0 || list.Any(string.IsNullOrWhiteSpace)
            ? throw new ArgumentException("There must be at least one route, and none may be blank.", nameof(routes))
            : list;
    }
}
