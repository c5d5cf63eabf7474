namespace Tta.DemoWorkers.Common;

/// <summary>The settings of the demo (section <c>Demo</c>, environment variables <c>Demo__…</c>), shared by its roles.</summary>
internal sealed record DemoSettings
{
    public const string Section = "Demo";

    /// <summary>How many workflows the orchestrator starts each second, on average.</summary>
    public double WorkflowsPerSecond { get; init; } = 4;

    /// <summary>How many workflows are started at all; 0 means without end.</summary>
    public long MaxWorkflows { get; init; }

    /// <summary>How many workflows may run at the same time.</summary>
    public int MaxConcurrency { get; init; } = 32;

    /// <summary>Share of the simulated model calls that fail with 500 or 503.</summary>
    public double ErrorRate { get; init; } = 0.03;

    /// <summary>Share of the simulated model calls that are answered with 429.</summary>
    public double RateLimitRate { get; init; } = 0.01;

    /// <summary>Decides every random choice of the demo.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>Multiplies the simulated models' latency; 10 is about that of real ones.</summary>
    public double LatencyScale { get; init; } = 1;

    /// <summary>Where the ledger is appended to; nothing is written without it.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The prompts.</summary>
    public string CorpusFile { get; init; } = "";

    /// <summary>What models cost.</summary>
    public string PriceFile { get; init; } = "";

    /// <exception cref="ServiceDefaults.InvalidConfigurationException">A value cannot be used.</exception>
    public static DemoSettings Read(IConfiguration configuration)
    {
        var settings = new SettingsReader(configuration, Section);
        var defaults = new DemoSettings();
        return new DemoSettings
        {
            WorkflowsPerSecond = settings.Number("WorkflowsPerSecond", defaults.WorkflowsPerSecond, 0.001, 1000),
            MaxWorkflows = settings.Number("MaxWorkflows", defaults.MaxWorkflows, 0, long.MaxValue),
            MaxConcurrency = settings.Number("MaxConcurrency", defaults.MaxConcurrency, 1, 1000),
            ErrorRate = settings.Number("ErrorRate", defaults.ErrorRate, 0, 1),
            RateLimitRate = settings.Number("RateLimitRate", defaults.RateLimitRate, 0, 1),
            Seed = settings.Number("Seed", defaults.Seed, long.MinValue, long.MaxValue),
            LatencyScale = settings.Number("LatencyScale", defaults.LatencyScale, 0, 1000),
            DataDirectory = settings.Text("DataDirectory"),
            CorpusFile = settings.Text("CorpusFile") ?? Path.Combine(AppContext.BaseDirectory, "corpus.jsonl"),
            PriceFile = settings.Text("PriceFile") ?? Path.Combine(AppContext.BaseDirectory, "prices.json"),
        };
    }
}
