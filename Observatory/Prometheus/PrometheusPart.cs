using Observatory.Hosting;

namespace Observatory.Prometheus;

/// <summary>Registers what asks Prometheus.</summary>
internal static class PrometheusPart
{
    /// <summary>Adds the client.</summary>
    public static void AddPrometheus(this IServiceCollection services) =>
        services.AddSingleton(provider => new PrometheusClient(provider.GetRequiredService<ObservatoryOptions>().Prometheus));
}
