using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Tta.ServiceDefaults.Telemetry;

/// <summary>Builds the one OpenTelemetry SDK of a process.</summary>
internal static class TelemetrySdk
{
    private static readonly string[] Sources = ["Tta.*", "Microsoft.AspNetCore*", "System.Net.Http"];
    private static readonly string[] Meters = ["Tta.*", "Microsoft.AspNetCore*", "System.Net.Http", "System.Runtime"];

    public static OpenTelemetrySdk Create(TelemetrySettings settings, Action<ResourceBuilder> resource, ExportWatch watch) =>
        OpenTelemetrySdk.Create(builder =>
        {
            // The SDK would read the process environment; this is the application's configuration, which contains it.
            builder.Services.AddSingleton<IConfiguration>(settings.Configuration);
            builder.ConfigureResource(resource);
            builder.WithTracing(tracing => tracing
                .AddSource(Sources)
                .ConfigureSampler((_, sampler) => new HealthProbeSampler(sampler))
                .AddOtlpExporter(options => Configure(options, settings.TracesEndpoint, watch)));
            builder.WithMetrics(metrics => metrics
                .AddMeter(Meters)
                .AddOtlpExporter(options => Configure(options, settings.MetricsEndpoint, watch)));
            builder.WithLogging(
                logging => logging.AddOtlpExporter(options => Configure(options, settings.LogsEndpoint, watch)),
                options => options.IncludeFormattedMessage = true);
        });

    private static void Configure(OtlpExporterOptions options, Uri? signalEndpoint, ExportWatch watch)
    {
        if (signalEndpoint is not null)
        {
            options.Endpoint = signalEndpoint;
        }

        var timeout = TimeSpan.FromMilliseconds(options.TimeoutMilliseconds);
        options.HttpClientFactory = () => ExporterHttpClient.Create(watch, timeout);
    }
}
