using Observatory.Logs;
using Observatory.Metrics;

namespace Observatory.Hosting;

/// <summary>The list of what Observatory is made of; each part registers its own services.</summary>
internal static class ObservatoryParts
{
    /// <summary>Registers every part.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddObservatoryMetrics();
        services.AddObservatoryLogs();
    }
}
