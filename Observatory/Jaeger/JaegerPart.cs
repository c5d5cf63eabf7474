using Observatory.Hosting;
using Observatory.Traces.Query;

namespace Observatory.Jaeger;

/// <summary>Registers the Jaeger query API.</summary>
internal static class JaegerPart
{
    /// <summary>Adds the services.</summary>
    public static void AddJaeger(this IServiceCollection services)
    {
        services.AddSingleton<DependencyGraph>();
        services.AddSingleton<JaegerAnswering>();
        services.AddSingleton<IEndpointModule, JaegerEndpoints>();
        services.AddSingleton<IEndpointModule, JaegerV3Endpoints>();
        services.AddSingleton<IEndpointModule, JaegerTransform>();
    }
}
