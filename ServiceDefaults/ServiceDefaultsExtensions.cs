using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tta.ServiceDefaults.Http;
using Tta.ServiceDefaults.Telemetry;

namespace Tta.ServiceDefaults;

/// <summary>What every service of the system does the same way: telemetry, health, HTTP clients and shutdown.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Path of the readiness probe: 200 when the service can do its work, also in a degraded state.</summary>
    public const string HealthPath = "/health";

    /// <summary>Path of the liveness probe: 200 as long as the process answers at all.</summary>
    public const string AlivePath = "/alive";

    private const string LiveTag = "live";
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Adds traces, metrics and logs over OTLP, health checks, HTTP client time limits and a bounded shutdown.
    /// Telemetry is configured by the standard <c>OTEL_*</c> settings; without an endpoint the service runs without it.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of application builder.</typeparam>
    /// <param name="builder">The application being built.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidConfigurationException">An <c>OTEL_*</c> setting has a value that cannot be used.</exception>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);

        AddTelemetry(builder);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);

        // The host repeats with a stack trace what the program says in one line; what is critical it says again.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        // A service that says itself that it is degraded need not repeat it at every probe.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Error);
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddHttpClientDefaults();
        return builder;
    }

    /// <summary>Maps <see cref="HealthPath"/> and <see cref="AlivePath"/>. Probes appear neither in traces nor in request metrics.</summary>
    /// <param name="app">The application.</param>
    /// <returns>The same application.</returns>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);

        app.MapHealthChecks(HealthPath).DisableHttpMetrics();
        app.MapHealthChecks(AlivePath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) }).DisableHttpMetrics();
        return app;
    }

    private static void AddTelemetry(IHostApplicationBuilder builder)
    {
        var settings = TelemetrySettings.Read(builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<IHostedService, TelemetryLifetime>();
        if (!settings.IsEnabled)
        {
            return;
        }

        // Without this switch the server's activity starts without tags and the sampler cannot tell a probe from a request.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);

        var resource = TelemetryResource.For(builder.Environment);
        builder.Services.AddSingleton<ExportWatch>();
        builder.Services.AddSingleton(provider => TelemetrySdk.Create(settings, resource, provider.GetRequiredService<ExportWatch>()));
        builder.Services.AddSingleton(provider => provider.GetRequiredService<OpenTelemetry.OpenTelemetrySdk>().TracerProvider);
        builder.Services.AddSingleton(provider => provider.GetRequiredService<OpenTelemetry.OpenTelemetrySdk>().MeterProvider);
        builder.Services.AddSingleton(provider => provider.GetRequiredService<OpenTelemetry.OpenTelemetrySdk>().LoggerProvider);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, TelemetryLoggerProvider>());
        builder.Services.AddSingleton<IStartupFilter, ServerSpanStartupFilter>();
    }
}
