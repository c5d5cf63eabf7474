using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Tta.ServiceDefaults.Access;
using Tta.ServiceDefaults.Health;
using Tta.ServiceDefaults.Spool;

namespace Tta.ServiceDefaults;

/// <summary>What every service of an Aspire application does the same way: telemetry, health, service discovery and HTTP clients.</summary>
public static class Extensions
{
    internal const string HealthPath = "/health";
    private const string AlivePath = "/alive";
    private const string LiveTag = "live";
    private const string TraceExporter = "OtlpTraceExporter";

    // What its processors drop, for one. The SDK keeps it to itself unless it is asked for.
    private const string SdkMeter = "otel.sdk.experimental";

    /// <summary>
    /// Adds telemetry, health checks, service discovery and HTTP client defaults, and bounds the shutdown. Where <c>Access__Key</c> is set,
    /// requests to the application's other services carry it.
    /// </summary>
    /// <inheritdoc cref="ConfigureOpenTelemetry{TBuilder}" path="/typeparam|/param|/returns|/exception"/>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder, params string[] sources)
        where TBuilder : IHostApplicationBuilder
    {
        builder.ConfigureOpenTelemetry(sources);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);

        // The host repeats with a stack trace what the program says in one line; what is critical it says again.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        // A service that says itself that it is degraded need not repeat it at every probe.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Error);
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.AddAccessKey(builder.Configuration);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            // No AddStandardResilienceHandler: retries, time limits and circuit breakers belong to the caller. Beneath a caller that has
            // them, each of its attempts would be several, and what it measures would no longer be what happened.
            http.AddServiceDiscovery();
            http.ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(30));
            http.UseSocketsHttpHandler((handler, _) =>
            {
                handler.ConnectTimeout = TimeSpan.FromSeconds(2);
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
                handler.UseCookies = false;
                handler.UseProxy = false;
            });
        });
        return builder;
    }

    /// <summary>
    /// Sends traces, metrics and logs over OTLP, configured by the standard <c>OTEL_*</c> settings. Without an endpoint the service runs
    /// without telemetry and says so.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of application builder.</typeparam>
    /// <param name="builder">The application being built.</param>
    /// <param name="sources">The application's own activity sources and meters, by name; <c>*</c> stands for any characters.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidConfigurationException">An <c>OTEL_*</c> setting has a value that cannot be used.</exception>
    public static TBuilder ConfigureOpenTelemetry<TBuilder>(this TBuilder builder, params string[] sources)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        OpenTelemetrySettings.Check(builder.Configuration);

        // The first hosted service to start is the last to stop.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, TelemetryLifetime>());
        if (OpenTelemetrySettings.DisabledReason(builder.Configuration) is not null)
        {
            return builder;
        }

        OpenTelemetrySettings.AddDefaults(builder.Configuration);

        // .NET itself carries the activity's baggage; the SDK's own, empty here, would take its place in the header.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(builder.Environment.ApplicationName, serviceVersion: Version)
                .AddAttributes(
                [
                    new("deployment.environment.name", builder.Environment.EnvironmentName.ToLowerInvariant()),
                    new("host.name", Environment.MachineName),
                    new("process.pid", Environment.ProcessId),
                ])
                .AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing
                .AddSource(sources)
                .AddAspNetCoreInstrumentation(options =>
                {
                    options.Filter = context => context.Request.Path.Value is not (HealthPath or AlivePath);
                    options.RecordException = true;
                })
                .AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics
                .AddMeter(sources)
                .AddMeter(SpoolMetrics.MeterName, SdkMeter)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .WithLogging(null, options => options.IncludeFormattedMessage = true)
            .UseOtlpExporter();
        foreach (var exporter in (string[])[TraceExporter, "OtlpMetricExporter", "OtlpLogExporter"])
        {
            // The SDK suppresses the spans of its own requests, but not their metrics.
            builder.Services.AddHttpClient(exporter).UseSocketsHttpHandler((handler, _) => handler.MeterFactory = new UnheardMeterFactory());
        }

        // Of metrics the next export says all that the last one did; log records wait in memory alone.
        builder.Services.AddHttpClient(TraceExporter).AddSpool(builder.Configuration, "spans");

        return builder;
    }

    /// <summary>
    /// Lets the service be degraded while another one, which it asks, does not answer or is not healthy itself; <c>/health</c> then says
    /// why. The questions show neither in traces nor in request metrics.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of application builder.</typeparam>
    /// <param name="builder">The application being built.</param>
    /// <param name="service">The other service's name.</param>
    /// <param name="address">Its address, or its name as service discovery takes it. It must have <c>/health</c> as this library maps it.</param>
    /// <param name="patience">How long it may take to answer: longer than it waits for those that it asks itself.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder AddDependencyCheck<TBuilder>(this TBuilder builder, string service, Uri address, TimeSpan patience)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHttpClient(DependencyCheck.ClientOf(service), client =>
        {
            client.BaseAddress = address;
            client.Timeout = patience;
            client.MaxResponseContentBufferSize = DependencyCheck.MaxBytes;
        }).UseSocketsHttpHandler((handler, _) => handler.MeterFactory = new UnheardMeterFactory());
        builder.Services.AddHealthChecks().Add(new(
            service, services => new DependencyCheck(services.GetRequiredService<IHttpClientFactory>(), service), HealthStatus.Degraded, tags: null));
        return builder;
    }

    /// <summary>
    /// Maps <c>/health</c>, 200 when the service can do its work, also in a degraded state, and <c>/alive</c>, 200 as long as the process
    /// answers at all. Neither shows in traces or in request metrics. <c>/health</c> answers with a word and, below it, with the reasons why
    /// that is not <c>Healthy</c>.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <returns>The same application.</returns>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(HealthPath, new HealthCheckOptions { ResponseWriter = HealthText.WriteAsync }).DisableHttpMetrics();
        app.MapHealthChecks(AlivePath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) }).DisableHttpMetrics();
        return app;
    }

    /// <summary>
    /// Asks every request that comes after, but those of <c>/health</c> and <c>/alive</c>, for the key that <c>Access__Key</c> says, in the
    /// header <c>tta-access-key</c>, and answers 401 without it. Without the setting nobody is asked.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <returns>The same application.</returns>
    public static WebApplication UseAccessKey(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (AccessKey.Of(app.Configuration) is { } key)
        {
            app.UseAccessKey(key, HealthPath, AlivePath);
        }

        return app;
    }

    // The part after '+' is the commit, which is no part of the version.
    private static string Version => Assembly.GetEntryAssembly()?
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    private sealed class UnheardMeterFactory : IMeterFactory
    {
        private static readonly Meter Unheard = new("Unheard");

        public Meter Create(MeterOptions options) => Unheard;

        public void Dispose() => Unheard.Dispose();
    }
}
