namespace Soak;

/// <summary>A process that was killed, and when.</summary>
internal readonly record struct Kill(string Resource, DateTimeOffset At)
{
    /// <summary>Whose telemetry in memory goes with it, unlike a backend's.</summary>
    public bool IsOfService => Resource.StartsWith("tta-", StringComparison.Ordinal);

    /// <summary>Who counts workflows and makes their roots.</summary>
    public bool IsOfOrchestrator => Resource == "tta-agent-orchestrator";
}
