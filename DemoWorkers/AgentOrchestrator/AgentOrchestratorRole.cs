using Microsoft.Extensions.Options;
using Tta.DemoWorkers.AgentOrchestrator.Corpus;
using Tta.DemoWorkers.AgentOrchestrator.Ledger;
using Tta.DemoWorkers.AgentOrchestrator.Traffic;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.Hosting;
using Tta.Primitives;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.AgentOrchestrator;

/// <summary>Plays the agents: draws tasks from the corpus, has the engine do them, and keeps the ledger.</summary>
internal sealed class AgentOrchestratorRole : IWorkerRole
{
    private const string Engine = "tta-workflow-engine";

    // The engine waits for those that it asks meanwhile.
    private static readonly TimeSpan HealthPatience = TimeSpan.FromSeconds(5);

    // Longer than the engine takes at most, so that the engine's own answer, with its usage, comes first.
    private static readonly TimeSpan EngineTimeout = TimeSpan.FromSeconds(30);

    public string Name => "agent-orchestrator";

    public string ServiceName => "tta-agent-orchestrator";

    public void AddServices(WebApplicationBuilder builder)
    {
        var engine = ServiceAddress.Of(builder.Configuration, Engine);
        builder.AddDependencyCheck(Engine, engine, HealthPatience);
        var services = builder.Services;
        services.AddSettings<DemoSettings>(DemoSettings.Section);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => CorpusFile.Load(Settings(provider).CorpusFile));
        services.AddSingleton(provider =>
            new TrafficPlan(provider.GetRequiredService<IReadOnlyList<CorpusEntry>>(), Settings(provider).Seed));
        services.AddSingleton(provider => new TrafficRate(Settings(provider).WorkflowsPerSecond));
        services.AddSingleton<TrafficGate>();
        services.AddSingleton(provider => new WorkflowLedger(
            Settings(provider).DataDirectory is { } directory
                ? new LedgerFile(directory, provider.GetRequiredService<ILogger<LedgerFile>>())
                : null,
            provider.GetRequiredService<TimeProvider>()));

        // The engine, the only one it calls, may know for whom it works.
        services.AddHttpClient<WorkflowRunner>(client =>
        {
            client.BaseAddress = engine;
            client.Timeout = EngineTimeout;
        }).AddHttpMessageHandler(() => new WorkflowPropagationHandler(_ => true));
        services.AddHostedService<TrafficDriver>();
    }

    public void Map(WebApplication app)
    {
        // Made now, so that a directory that cannot be written to is told before anything runs.
        var ledger = app.Services.GetRequiredService<WorkflowLedger>();
        var corpus = app.Services.GetRequiredService<IReadOnlyList<CorpusEntry>>();
        app.Lifetime.ApplicationStarted.Register(() => BeginSeries(corpus, ledger));
        var gate = app.Services.GetRequiredService<TrafficGate>();
        app.MapGet("/ledger", () => TypedResults.Json(ledger.Report(gate.IsPaused), LedgerJson.Default.LedgerReport));
        TrafficApi.Map(app);
    }

    private static DemoSettings Settings(IServiceProvider services) => services.GetRequiredService<IOptions<DemoSettings>>().Value;

    /// <summary>
    /// The first failure of each kind of workflow shall be seen as a change. What was interrupted is said once somebody listens.
    /// </summary>
    private static void BeginSeries(IReadOnlyList<CorpusEntry> corpus, WorkflowLedger ledger)
    {
        var kinds = corpus.Select(entry => entry.Kind).ToHashSet(StringComparer.Ordinal);
        foreach (var kind in kinds)
        {
            var agent = AgentKind.Of(kind);
            KnownSeries.Workflow(kind, agent.WorkflowType, agent.AgentType);
            NotStarted.Begin(kind);
            LedgerMetrics.Begin(kind);
        }

        foreach (var line in ledger.Interrupted)
        {
            LedgerMetrics.Interrupted(line.WorkflowName is { } kind && kinds.Contains(kind) ? kind : TtaNames.Values.Other);
        }
    }
}
