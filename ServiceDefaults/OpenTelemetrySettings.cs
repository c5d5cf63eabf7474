using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Tta.ServiceDefaults;

/// <summary>
/// The standard <c>OTEL_*</c> settings, checked. The SDK ignores a value that it cannot read and says so only to its event
/// source; a person who mistyped one would look for the telemetry in vain.
/// </summary>
internal static class OpenTelemetrySettings
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Disabled = "OTEL_SDK_DISABLED";

    /// <summary>Looks at every setting that is given, for all signals or for one.</summary>
    /// <exception cref="InvalidConfigurationException">
    /// A value cannot be used; the message names the setting, the value unless it is a secret, and what was expected.
    /// </exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var (key, given) in configuration.AsEnumerable())
        {
            var name = key.ToUpperInvariant();
            if (name.StartsWith("OTEL_", StringComparison.Ordinal) && given?.Trim() is { Length: > 0 } value && Fault(name, value) is { } expected)
            {
                var said = name.EndsWith("_HEADERS", StringComparison.Ordinal) ? "malformed" : $"'{value}'";
                throw new InvalidConfigurationException($"{name} is {said}: expected {expected}.");
            }
        }
    }

    /// <summary>Why nothing is exported; null when something is.</summary>
    public static string? DisabledReason(IConfiguration configuration) =>
        string.Equals(configuration[Disabled], "true", StringComparison.OrdinalIgnoreCase) ? $"{Disabled} is true."
        : string.IsNullOrWhiteSpace(configuration[Endpoint]) ? $"{Endpoint} is not set."
        : null;

    /// <summary>Adds what this library does differently from the SDK's own defaults, where nothing is given.</summary>
    public static void AddDefaults(IConfigurationManager configuration)
    {
        KeyValuePair<string, string?>[] defaults =
        [
            // 4317 is the port of OTLP over gRPC by convention; everything else speaks HTTP.
            new("OTEL_EXPORTER_OTLP_PROTOCOL", new Uri(configuration[Endpoint]!).Port == 4317 ? "grpc" : "http/protobuf"),

            // A batch is tried again for as long as an endpoint may need to come back, also by the batch processors, whose own limit is
            // half a minute. What waits meanwhile is bounded by the queues, at about 1 kB a span: ten seconds of a service that makes
            // 6,000 spans a second, after which they wait on disk where there is a place for them (Telemetry__SpoolDirectory).
            new("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory"),
            new("OTEL_EXPORTER_OTLP_TIMEOUT", "300000"),
            new("OTEL_BSP_EXPORT_TIMEOUT", "300000"),
            new("OTEL_BLRP_EXPORT_TIMEOUT", "300000"),
            new("OTEL_BSP_MAX_QUEUE_SIZE", "65536"),
            new("OTEL_BLRP_MAX_QUEUE_SIZE", "8192"),

            // Twice between two scrapes of five seconds. The SDK's minute would leave a rate over less than that at zero most of the time,
            // and three times too high for the rest.
            new("OTEL_METRIC_EXPORT_INTERVAL", "2500"),
            new("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based"),
        ];
        configuration.AddInMemoryCollection(defaults.Where(pair => string.IsNullOrWhiteSpace(configuration[pair.Key])).ToArray());
    }

    // What was expected in place of a value that cannot be used; null when it can be, or when nothing is known of the setting.
    private static string? Fault(string name, string value) => name switch
    {
        _ when name.StartsWith("OTEL_EXPORTER_OTLP_", StringComparison.Ordinal) => name[name.LastIndexOf('_')..] switch
        {
            "_ENDPOINT" => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? null : "an absolute http or https URL such as http://localhost:4318",
            "_PROTOCOL" => OneOf(value, "grpc", "http/protobuf"),
            "_TIMEOUT" => Positive(value),
            "_HEADERS" => Pairs(value, "api-key=…"),
            _ => null,
        },
        _ when name.StartsWith("OTEL_BSP_", StringComparison.Ordinal) || name.StartsWith("OTEL_BLRP_", StringComparison.Ordinal) => Positive(value),
        "OTEL_METRIC_EXPORT_INTERVAL" or "OTEL_METRIC_EXPORT_TIMEOUT" => Positive(value),
        "OTEL_METRICS_EXEMPLAR_FILTER" => OneOf(value, "trace_based", "always_on", "always_off"),
        "OTEL_TRACES_SAMPLER" => OneOf(
            value, "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"),
        "OTEL_TRACES_SAMPLER_ARG" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio)
            && ratio is >= 0 and <= 1 ? null : "a number from 0 to 1",
        "OTEL_RESOURCE_ATTRIBUTES" => Pairs(value, "team=blue,region=eu"),
        "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY" => OneOf(value, "in_memory", "disk"),
        Disabled => OneOf(value, "true", "false"),
        _ => null,
    };

    private static string? OneOf(string value, params string[] allowed) =>
        allowed.Contains(value, StringComparer.OrdinalIgnoreCase) ? null : string.Join(", ", allowed[..^1]) + " or " + allowed[^1];

    private static string? Positive(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? null : "a whole number greater than 0";

    private static string? Pairs(string value, string example) =>
        value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).All(pair => pair.IndexOf('=') > 0)
            ? null : $"name=value pairs separated by commas, such as {example}";
}
