namespace Tta.Primitives;

/// <summary>The reasons that the library itself gives for a route.</summary>
public static class RouteReasons
{
    /// <summary>The router's own rule.</summary>
    public const string Rule = "rule";

    /// <summary>The chosen route does not exist.</summary>
    public const string Default = "default";

    /// <summary>A reason beyond the number that is told apart.</summary>
    public const string Other = "other";
}
