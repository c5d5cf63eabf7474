namespace Tta.DemoWorkers.Common;

/// <summary>The settings of the demo (section <c>Demo</c>, environment variables <c>Demo__…</c>), shared by its roles.</summary>
internal sealed record DemoSettings
{
    public const string Section = "Demo";

    /// <summary>How many workflows the orchestrator starts each second, on average.</summary>
    [Number<double>(0.001, 1000)]
    public double WorkflowsPerSecond { get; init; } = 4;

    /// <summary>How many workflows are started at all; 0 means without end.</summary>
    [Number<long>(0, long.MaxValue)]
    public long MaxWorkflows { get; init; }

    /// <summary>How many workflows may run at the same time.</summary>
    [Number<int>(1, 1000)]
    public int MaxConcurrency { get; init; } = 32;

    /// <summary>Share of the simulated model calls that fail with 500 or 503.</summary>
    [Number<double>(0, 1)]
    public double ErrorRate { get; init; } = 0.03;

    /// <summary>Share of the simulated model calls that are answered with 429.</summary>
    [Number<double>(0, 1)]
    public double RateLimitRate { get; init; } = 0.01;

    /// <summary>Decides every random choice of the demo.</summary>
    [Number<long>(long.MinValue, long.MaxValue)]
    public long Seed { get; init; } = 42;

    /// <summary>Multiplies the simulated models' latency; 10 is about that of real ones.</summary>
    [Number<double>(0, 1000)]
    public double LatencyScale { get; init; } = 1;

    /// <summary>Where the ledger is appended to; nothing is written without it.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The prompts.</summary>
    public string CorpusFile { get; init; } = Path.Combine(AppContext.BaseDirectory, "corpus.jsonl");

    /// <summary>What models cost.</summary>
    public string PriceFile { get; init; } = Path.Combine(AppContext.BaseDirectory, "prices.json");
}
