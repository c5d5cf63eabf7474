using Observatory.Agents;
using Observatory.Dashboards;
using Observatory.Forwarding;
using Observatory.Ingest;
using Observatory.Jaeger;
using Observatory.Logs;
using Observatory.Mcp;
using Observatory.Metrics;
using Observatory.Prometheus;
using Observatory.Search;
using Observatory.SpanMetrics;
using Observatory.Traces;
using Observatory.Web;

namespace Observatory;

/// <summary>The list of what Observatory is made of; each part registers its own services.</summary>
internal static class ObservatoryParts
{
    /// <summary>Registers every part.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddForwarding();
        services.AddIngest();
        services.AddTraces();
        services.AddSpanMetrics();
        services.AddAgents();
        services.AddSearch();
        services.AddJaeger();
        services.AddWeb();
        services.AddObservatoryMetrics();
        services.AddObservatoryLogs();
        services.AddPrometheus();
        services.AddDashboards();
        services.AddMcp();
    }
}
