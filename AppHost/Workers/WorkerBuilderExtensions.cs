using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Tta.AppHost;

internal static class WorkerBuilderExtensions
{
    private const string HttpEndpointName = "http";
    private const string AccessKeySetting = "Access:Key";
    private const string AccessKeyHeader = "tta-access-key";

    /// <summary>The HTTP client of commands.</summary>
    internal const string CommandClient = "tta-commands";

    private const string Sampler = "OTEL_TRACES_SAMPLER";

    /// <summary>Adds one of the demo's four services: the same program in another role.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The service's name, in telemetry too.</param>
    /// <param name="role">What the program is to be.</param>
    public static IResourceBuilder<ProjectResource> AddWorker(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string role) =>
        // Without a launch profile: four services cannot share its ports.
        builder.AddProject<Projects.DemoWorkers>(name, launchProfileName: null)
            .WithHttpEndpoint(name: HttpEndpointName)
            .ListenItself()
            .WithArgs("--role", role)
            .WithHttpHealthCheck("/health", endpointName: HttpEndpointName)
            .WithInternalUrls(HttpEndpointName)
            .WithDemoSettings()
            .WithAccessKey()
            .RunBuilt()
            .WithRestart();

    /// <summary>Hands the key on that the AppHost was given, while it runs; commands send it.</summary>
    private static IResourceBuilder<ProjectResource> WithAccessKey(this IResourceBuilder<ProjectResource> builder)
    {
        var application = builder.ApplicationBuilder;
        if (application.ExecutionContext.IsPublishMode || application.Configuration[AccessKeySetting] is not { Length: > 0 } key)
        {
            return builder;
        }

        application.Services.AddHttpClient(CommandClient, client =>
        {
            // Each service registers it.
            client.DefaultRequestHeaders.Remove(AccessKeyHeader);
            client.DefaultRequestHeaders.Add(AccessKeyHeader, key);
        });
        return builder.WithEnvironment("Access__Key", key);
    }

    /// <summary>Hands the AppHost's own settings of the section <c>Demo</c> on to the service, while the AppHost runs.</summary>
    /// <param name="builder">The service.</param>
    private static IResourceBuilder<ProjectResource> WithDemoSettings(this IResourceBuilder<ProjectResource> builder)
    {
        if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return builder;
        }

        foreach (var (key, value) in builder.ApplicationBuilder.Configuration.GetSection("Demo").AsEnumerable())
        {
            if (value is not null)
            {
                builder.WithEnvironment(key.Replace(":", "__", StringComparison.Ordinal), value);
            }
        }

        return builder;
    }

    /// <summary>Sends the service's telemetry to the collector, and no prompt with it.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="collector">The collector.</param>
    public static IResourceBuilder<ProjectResource> WithTelemetryTo(
        this IResourceBuilder<ProjectResource> builder, IResourceBuilder<OpenTelemetryCollectorResource> collector) =>
        builder.WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Resource.OtlpHttpEndpoint)
            .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
            // Aspire turns this on in Development; prompts and answers are the users' own.
            .WithEnvironment("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "false")
            .WithEnvironment(context =>
            {
                // In Development Aspire has every span recorded, those below a health check's too, which nobody records: traces of nothing but a PING.
                if (context.EnvironmentVariables.TryGetValue(Sampler, out var sampler) && sampler is "always_on")
                {
                    context.EnvironmentVariables[Sampler] = "parentbased_always_on";
                }
            })
            .WithSpool()
            .WaitFor(collector);

    /// <summary>Lets spans outlive an outage of the collector, and the process that made them, while the AppHost runs.</summary>
    private static IResourceBuilder<ProjectResource> WithSpool(this IResourceBuilder<ProjectResource> builder) =>
        builder.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? builder
            : builder.WithEnvironment(
                "Telemetry__SpoolDirectory", builder.ApplicationBuilder.DataDirectory("volumes", "tta-spool", builder.Resource.Name));

    /// <summary>Lets the orchestrator's ledger outlive the process that wrote it, while the AppHost runs.</summary>
    /// <param name="builder">The orchestrator.</param>
    /// <param name="volume">The directory's name in the data directory.</param>
    public static IResourceBuilder<ProjectResource> WithLedger(this IResourceBuilder<ProjectResource> builder, string volume) =>
        builder.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? builder
            : builder.WithEnvironment("Demo__DataDirectory", builder.ApplicationBuilder.DataDirectory("volumes", volume));

    /// <summary>Takes the models' prices from the file that people edit, in the service's own folder, not from its copy beside the program.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="file">The file, relative to the service's project.</param>
    public static IResourceBuilder<ProjectResource> WithPrices(this IResourceBuilder<ProjectResource> builder, string file) =>
        builder.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? builder
            : builder.WithEnvironment(
                "Demo__PriceFile", Path.Combine(Path.GetDirectoryName(builder.Resource.GetProjectMetadata().ProjectPath)!, file));
}
