using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Tta.ServiceDefaults;

/// <summary>
/// The standard <c>OTEL_*</c> settings, checked. The SDK ignores a value that it cannot read and says so only to its event
/// source; a person who mistyped one would look for the telemetry in vain.
/// </summary>
internal static class OpenTelemetrySettings
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";
    private const string EndpointKey = Prefix + "ENDPOINT";
    private const string DisabledKey = "OTEL_SDK_DISABLED";
    private static readonly string[] Prefixes = [Prefix, Prefix + "TRACES_", Prefix + "METRICS_", Prefix + "LOGS_"];
    private static readonly string[] Processors = ["OTEL_BSP_", "OTEL_BLRP_"];

    private static readonly Setting[] Settings =
    [
        .. Prefixes.Select(prefix => new Setting(prefix + "ENDPOINT", IsUrl, "an absolute http or https URL such as http://localhost:4318")),
        .. Prefixes.Select(prefix => OneOf(prefix + "PROTOCOL", "grpc", "http/protobuf")),
        .. Prefixes.Select(prefix => Positive(prefix + "TIMEOUT")),
        .. Processors.SelectMany(prefix => (Setting[])
        [
            Positive(prefix + "SCHEDULE_DELAY"), Positive(prefix + "EXPORT_TIMEOUT"),
            Positive(prefix + "MAX_QUEUE_SIZE"), Positive(prefix + "MAX_EXPORT_BATCH_SIZE"),
        ]),
        Positive("OTEL_METRIC_EXPORT_INTERVAL"),
        Positive("OTEL_METRIC_EXPORT_TIMEOUT"),
        OneOf(DisabledKey, "true", "false"),
        OneOf("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based", "always_on", "always_off"),
        OneOf("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory", "disk"),
        OneOf(
            "OTEL_TRACES_SAMPLER", "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off",
            "parentbased_traceidratio"),
        new("OTEL_TRACES_SAMPLER_ARG", IsRatio, "a number from 0 to 1"),
        new("OTEL_RESOURCE_ATTRIBUTES", ArePairs, "name=value pairs separated by commas, such as team=blue,region=eu"),
        .. Prefixes.Select(prefix => new Setting(
            prefix + "HEADERS", ArePairs, "name=value pairs separated by commas, such as api-key=…", IsSecret: true)),
    ];

    /// <summary>Looks at every setting that is given.</summary>
    /// <exception cref="InvalidConfigurationException">
    /// A value cannot be used; the message names the setting, the value unless it is a secret, and what was expected.
    /// </exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var setting in Settings)
        {
            if (configuration[setting.Key]?.Trim() is { Length: > 0 } value && !setting.IsValid(value))
            {
                throw new InvalidConfigurationException(
                    $"{setting.Key} is {(setting.IsSecret ? "malformed" : $"'{value}'")}: expected {setting.Expected}.");
            }
        }
    }

    /// <summary>Why nothing is exported; null when something is.</summary>
    public static string? DisabledReason(IConfiguration configuration) =>
        string.Equals(configuration[DisabledKey], "true", StringComparison.OrdinalIgnoreCase) ? $"{DisabledKey} is true."
        : string.IsNullOrWhiteSpace(configuration[EndpointKey]) ? $"{EndpointKey} is not set."
        : null;

    /// <summary>Adds what this library does differently from the SDK's own defaults, where nothing is given.</summary>
    public static void AddDefaults(IConfigurationManager configuration)
    {
        KeyValuePair<string, string?>[] defaults =
        [
            // 4317 is the port of OTLP over gRPC by convention; everything else speaks HTTP.
            new(Prefix + "PROTOCOL", new Uri(configuration[EndpointKey]!).Port == 4317 ? "grpc" : "http/protobuf"),

            // A batch is tried again for as long as an endpoint may need to come back. What waits meanwhile is bounded by the queues.
            new("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory"),
            // The batch processors have a limit of their own, of half a minute; the shorter one counts.
            new(Prefix + "TIMEOUT", "300000"),
            new("OTEL_BSP_EXPORT_TIMEOUT", "300000"),
            new("OTEL_BLRP_EXPORT_TIMEOUT", "300000"),

            // Room for minutes of a busy service while nobody answers; a span is about 1 kB.
            new("OTEL_BSP_MAX_QUEUE_SIZE", "16384"),
            new("OTEL_BLRP_MAX_QUEUE_SIZE", "8192"),

            // Twice between two scrapes of five seconds. The SDK's minute would leave a rate over less than that at zero most of the time,
            // and three times too high for the rest.
            new("OTEL_METRIC_EXPORT_INTERVAL", "2500"),
            new("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based"),
        ];
        configuration.AddInMemoryCollection(defaults.Where(pair => string.IsNullOrWhiteSpace(configuration[pair.Key])).ToArray());
    }

    private static Setting OneOf(string key, params string[] allowed) => new(
        key, value => allowed.Contains(value, StringComparer.OrdinalIgnoreCase), string.Join(", ", allowed[..^1]) + " or " + allowed[^1]);

    private static Setting Positive(string key) => new(
        key, value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0,
        "a whole number greater than 0");

    private static bool IsUrl(string value) => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static bool IsRatio(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1;

    private static bool ArePairs(string value) => value
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .All(pair => pair.IndexOf('=', StringComparison.Ordinal) > 0);

    private sealed record Setting(string Key, Func<string, bool> IsValid, string Expected, bool IsSecret = false);
}
