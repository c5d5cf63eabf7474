using Observatory.Hosting;

namespace Observatory.Forwarding;

/// <summary>Registers what hands OTLP on.</summary>
internal static class ForwardingPart
{
    /// <summary>Adds the forwarder.</summary>
    public static void AddForwarding(this IServiceCollection services)
    {
        services.AddSingleton(s => s.GetRequiredService<ObservatoryOptions>().Forward);
        services.AddSingleton<OtlpForwarder>();
        services.AddHostedService(s => s.GetRequiredService<OtlpForwarder>());
    }
}
