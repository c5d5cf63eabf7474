using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tta.ServiceDefaults.Access;

namespace Tta.ServiceDefaults.Spool;

/// <summary>
/// Where telemetry waits while its receiver is away: <c>Telemetry__SpoolDirectory</c>, without which it waits in memory alone, and
/// <c>Telemetry__SpoolMegabytes</c>, how much (256).
/// </summary>
internal static class SpoolSettings
{
    public const string DirectoryVariable = "Telemetry__SpoolDirectory";
    private const string Megabytes = "Telemetry:SpoolMegabytes";
    private const int DefaultMegabytes = 256;

    /// <summary>Lets an exporter's requests of spans wait on disk.</summary>
    /// <exception cref="InvalidConfigurationException">A setting cannot be used.</exception>
    public static void AddSpool(this IHttpClientBuilder exporter, IConfiguration configuration, string signal)
    {
        if (configuration["Telemetry:SpoolDirectory"] is not { } directory || string.IsNullOrWhiteSpace(directory))
        {
            return;
        }

        if (configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] != "http/protobuf")
        {
            throw new InvalidConfigurationException(
                $"{DirectoryVariable} is set, and OTEL_EXPORTER_OTLP_PROTOCOL is not http/protobuf: telemetry can wait on disk with that alone.");
        }

        if (configuration["OTEL_EXPORTER_OTLP_COMPRESSION"] is { } compression && compression != "none")
        {
            throw new InvalidConfigurationException(
                $"{DirectoryVariable} is set, and OTEL_EXPORTER_OTLP_COMPRESSION is '{compression}': what waits on disk is not compressed.");
        }

        var maxBytes = MaxBytes(configuration);
        exporter.Services.TryAddSingleton(TimeProvider.System);
        exporter.Services.AddKeyedSingleton(signal, (services, _) => new RequestSpool(
            directory, signal, maxBytes, services.GetRequiredService<TraceShedding>(), services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<RequestSpool>>()));
        AddShedding(exporter.Services, configuration);
        exporter.AddHttpMessageHandler(services => new SpoolHandler(
            services.GetRequiredKeyedService<RequestSpool>(signal), services.GetRequiredService<TimeProvider>()));
    }

    private static void AddShedding(IServiceCollection services, IConfiguration configuration)
    {
        var names = configuration.OwnServices();
        services.AddSingleton<TraceShedding>();
        services.AddSingleton<IStartupFilter, SheddingFilter>();
        services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(
            provider => new SheddingHandler(provider.GetRequiredService<TraceShedding>(), names)));
    }

    private static long MaxBytes(IConfiguration configuration)
    {
        var value = configuration[Megabytes];
        if (string.IsNullOrWhiteSpace(value))
        {
            return DefaultMegabytes * 1024L * 1024;
        }

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 100_000
            ? number * 1024L * 1024
            : throw new InvalidConfigurationException($"Telemetry__SpoolMegabytes is '{value}': expected a whole number from 1 to 100000.");
    }
}
