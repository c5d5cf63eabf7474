using Observatory.Hosting;
using Observatory.Ingest.Requests;

namespace Observatory.Ingest;

/// <summary>Registers the OTLP receivers.</summary>
internal static class IngestPart
{
    /// <summary>Adds the receivers' services.</summary>
    public static void AddIngest(this IServiceCollection services)
    {
        services.AddSingleton(s => new InFlightBudget(s.GetRequiredService<ObservatoryOptions>().MaxInFlightBytes));
        services.AddSingleton<RequestBodyReader>();
        services.AddSingleton<OtlpIntake>();
        services.AddSingleton<IEndpointModule, OtlpHttpEndpoints>();
        services.AddSingleton<IEndpointModule, OtlpGrpcEndpoints>();
    }
}
