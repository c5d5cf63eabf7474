using Observatory.Agents.Metrics;
using Observatory.Agents.Prices;
using Observatory.Agents.Runs;
using Observatory.SelfMonitoring;

namespace Observatory.Agents;

/// <summary>Registers the reading of agents' telemetry and the metrics derived from it.</summary>
internal static class AgentsPart
{
    /// <summary>Adds the services.</summary>
    public static void AddAgents(this IServiceCollection services)
    {
        services.AddSingleton<PriceFile>();
        services.AddSingleton<AgentRuns>();
        services.AddSingleton<RunSearch>();
        services.AddSingleton<TraceOutcomes>();
        services.AddSingleton<AgentMetricsWorker>();
        services.AddSingleton<ISelfMetricsSource>(s => s.GetRequiredService<AgentMetricsWorker>());
        services.AddHostedService(s => s.GetRequiredService<AgentMetricsWorker>());
    }
}
