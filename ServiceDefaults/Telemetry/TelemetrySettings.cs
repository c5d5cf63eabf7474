using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Tta.ServiceDefaults.Telemetry;

/// <summary>
/// The standard <c>OTEL_*</c> settings, checked. The SDK ignores a value that it cannot read and says so only to its event
/// source; a person who mistyped one would look for the telemetry in vain.
/// </summary>
internal sealed class TelemetrySettings
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";
    private const string EndpointKey = Prefix + "ENDPOINT";
    private static readonly string[] Signals = ["TRACES", "METRICS", "LOGS"];
    private static readonly string[] Protocols = ["grpc", "http/protobuf"];

    private static readonly string[] PositiveNumbers =
    [
        Prefix + "TIMEOUT", "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_METRIC_EXPORT_TIMEOUT",
        "OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT", "OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
        "OTEL_BLRP_SCHEDULE_DELAY", "OTEL_BLRP_EXPORT_TIMEOUT", "OTEL_BLRP_MAX_QUEUE_SIZE", "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE",
    ];

    private static readonly string[] Samplers =
    [
        "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio",
    ];

    private TelemetrySettings(IConfiguration configuration, string disabledReason)
    {
        Configuration = configuration;
        DisabledReason = disabledReason;
    }

    /// <summary>What the SDK reads: the application's configuration over this library's defaults.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>Why nothing is exported; empty when something is.</summary>
    public string DisabledReason { get; }

    public bool IsEnabled => DisabledReason.Length == 0;

    public Uri? TracesEndpoint { get; private init; }

    public Uri? MetricsEndpoint { get; private init; }

    public Uri? LogsEndpoint { get; private init; }

    /// <exception cref="InvalidConfigurationException">A value cannot be used.</exception>
    public static TelemetrySettings Read(IConfiguration configuration)
    {
        Check(configuration);
        if (string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase))
        {
            return new TelemetrySettings(configuration, "OTEL_SDK_DISABLED is true.");
        }

        var endpoint = Endpoint(configuration, EndpointKey);
        if (endpoint is null)
        {
            return new TelemetrySettings(configuration, $"{EndpointKey} is not set.");
        }

        return new TelemetrySettings(WithDefaults(configuration, endpoint), "")
        {
            TracesEndpoint = Endpoint(configuration, Prefix + "TRACES_ENDPOINT"),
            MetricsEndpoint = Endpoint(configuration, Prefix + "METRICS_ENDPOINT"),
            LogsEndpoint = Endpoint(configuration, Prefix + "LOGS_ENDPOINT"),
        };
    }

    private static IConfiguration WithDefaults(IConfiguration configuration, Uri endpoint)
    {
        var defaults = new Dictionary<string, string?>
        {
            // 4317 is the port of OTLP over gRPC by convention; everything else speaks HTTP.
            [Prefix + "PROTOCOL"] = endpoint.Port == 4317 ? "grpc" : "http/protobuf",
            ["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based",

            // Twice between two scrapes (prometheus/prometheus.yml). The SDK's minute would leave a rate over less than that at zero most of
            // the time, and three times too high for the rest.
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "2500",

            // Room for minutes of a busy service while nobody answers; a span is about 1 kB.
            ["OTEL_BSP_MAX_QUEUE_SIZE"] = "16384",
            ["OTEL_BLRP_MAX_QUEUE_SIZE"] = "8192",
        };
        return new ConfigurationBuilder().AddInMemoryCollection(defaults).AddConfiguration(configuration).Build();
    }

    private static void Check(IConfiguration configuration)
    {
        foreach (var signal in Signals.Prepend(null))
        {
            var prefix = signal is null ? Prefix : Prefix + signal + "_";
            Endpoint(configuration, prefix + "ENDPOINT");
            OneOf(configuration, prefix + "PROTOCOL", Protocols);
            Pairs(configuration, prefix + "HEADERS", "api-key=…");
        }

        foreach (var key in PositiveNumbers)
        {
            PositiveNumber(configuration, key);
        }

        OneOf(configuration, "OTEL_SDK_DISABLED", ["true", "false"]);
        OneOf(configuration, "OTEL_METRICS_EXEMPLAR_FILTER", ["trace_based", "always_on", "always_off"]);
        OneOf(configuration, "OTEL_TRACES_SAMPLER", Samplers);
        Ratio(configuration, "OTEL_TRACES_SAMPLER_ARG");
        Pairs(configuration, "OTEL_RESOURCE_ATTRIBUTES", "team=blue,region=eu");
    }

    private static string? Value(IConfiguration configuration, string key) =>
        configuration[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static Uri? Endpoint(IConfiguration configuration, string key)
    {
        if (Value(configuration, key) is not { } value)
        {
            return null;
        }

        return Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw Invalid(key, value, "an absolute http or https URL such as http://127.0.0.1:4318");
    }

    private static void OneOf(IConfiguration configuration, string key, string[] allowed)
    {
        if (Value(configuration, key) is { } value && !allowed.Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            throw Invalid(key, value, string.Join(", ", allowed[..^1]) + " or " + allowed[^1]);
        }
    }

    private static void PositiveNumber(IConfiguration configuration, string key)
    {
        if (Value(configuration, key) is { } value
            && (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0))
        {
            throw Invalid(key, value, "a whole number greater than 0");
        }
    }

    private static void Ratio(IConfiguration configuration, string key)
    {
        if (Value(configuration, key) is { } value
            && (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number is not (>= 0 and <= 1)))
        {
            throw Invalid(key, value, "a number from 0 to 1");
        }
    }

    private static void Pairs(IConfiguration configuration, string key, string example)
    {
        if (Value(configuration, key) is { } value
            && value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(pair => pair.IndexOf('=') < 1))
        {
            // Headers carry secrets: the value is not repeated.
            throw new InvalidConfigurationException($"{key} cannot be read: expected name=value pairs separated by commas, such as {example}.");
        }
    }

    private static InvalidConfigurationException Invalid(string key, string value, string expected) =>
        new($"{key} is '{value}': expected {expected}.");
}
