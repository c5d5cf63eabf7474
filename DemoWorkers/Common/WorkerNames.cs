namespace Tta.DemoWorkers.Common;

/// <summary>The workers' own instruments and their labels, beside those of the library.</summary>
internal static class WorkerNames
{
    /// <summary>Counter of chat completions that the gateway was asked for.</summary>
    public const string GatewayRequests = "tta.gateway.requests";

    /// <summary>Counter of workflows that were due and could not start at their time, since every slot was taken.</summary>
    public const string WorkflowsNotStarted = "tta.workflow.not_started";

    /// <summary>Counter of what workflows that ended cost, as the ledger has it, US dollars.</summary>
    public const string LedgerCost = "tta.ledger.cost.dollars";

    /// <summary>Gauge of the workflows that the ledger found begun and not ended when its process started.</summary>
    public const string LedgerInterrupted = "tta.ledger.interrupted";

    /// <summary>Gauge: 1 while the cache's backend answers, else 0.</summary>
    public const string CacheBackendHealthUp = "tta.cache.backend.health.up";

    /// <summary>Gauge of the backend's client connections.</summary>
    public const string CacheConnectionsActive = "tta.cache.connections.active";

    /// <summary>Gauge of the backend's memory, bytes.</summary>
    public const string CacheMemory = "tta.cache.memory";

    /// <summary>Counter of the keys that the backend evicted.</summary>
    public const string CacheEvictions = "tta.cache.evictions";

    /// <summary>The labels of <see cref="GatewayRequests"/>.</summary>
    public static readonly IReadOnlyList<string> GatewayLabels = ["provider", "model", "status"];

    /// <summary>The labels of <see cref="WorkflowsNotStarted"/>.</summary>
    public static readonly IReadOnlyList<string> NotStartedLabels = ["workflow_name"];

    /// <summary>The labels of <see cref="LedgerCost"/> and <see cref="LedgerInterrupted"/>.</summary>
    public static readonly IReadOnlyList<string> LedgerLabels = ["workflow_name"];

    /// <summary>The labels of what is said about the cache's backend.</summary>
    public static readonly IReadOnlyList<string> BackendLabels = ["backend"];
}
