namespace Tta.Primitives;

/// <summary>The reasons that the library itself gives for a route.</summary>
public static class RouteReasons
{
    /// <summary>The router's own rule.</summary>
    public const string Rule = "rule";

    /// <summary>The cheapest.</summary>
    public const string Cost = "cost";

    /// <summary>The fastest of late.</summary>
    public const string Latency = "latency";

    /// <summary>To learn how fast it is now.</summary>
    public const string Exploration = "exploration";

    /// <summary>By how hard the input is.</summary>
    public const string Complexity = "complexity";

    /// <summary>It was its turn.</summary>
    public const string RoundRobin = "round_robin";

    /// <summary>The chosen route does not exist.</summary>
    public const string Default = "default";

    /// <summary>A reason beyond the number that is told apart.</summary>
    public const string Other = "other";
}
