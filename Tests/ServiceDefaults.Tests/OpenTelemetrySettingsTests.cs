using Microsoft.Extensions.Configuration;

namespace Tta.ServiceDefaults.Tests;

public sealed class OpenTelemetrySettingsTests
{
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318", "absolute http or https URL")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://localhost", "absolute http or https URL")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "nonsense", "absolute http or https URL")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "grpc or http/protobuf")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "1s", "whole number greater than 0")]
    [InlineData("OTEL_BSP_SCHEDULE_DELAY", "-5", "whole number greater than 0")]
    [InlineData("OTEL_BSP_MAX_QUEUE_SIZE", "0", "whole number greater than 0")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes", "always_on, always_off")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "50%", "number from 0 to 1")]
    [InlineData("OTEL_METRICS_EXEMPLAR_FILTER", "on", "trace_based, always_on or always_off")]
    [InlineData("OTEL_SDK_DISABLED", "yes", "true or false")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "json", "grpc or http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "ten", "whole number greater than 0")]
    [InlineData("OTEL_BLRP_MAX_EXPORT_BATCH_SIZE", "99999999999", "whole number greater than 0")]
    [InlineData("OTEL_METRIC_EXPORT_TIMEOUT", "0", "whole number greater than 0")]
    [InlineData("OTEL_RESOURCE_ATTRIBUTES", "team", "name=value pairs")]
    [InlineData("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "never", "in_memory or disk")]
    public void A_bad_value_is_named_with_what_was_expected(string key, string value, string expected)
    {
        var error = Assert.Throws<InvalidConfigurationException>(() => Read((key, value)));

        Assert.StartsWith($"{key} is '{value}': expected", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Bad_headers_are_named_but_not_repeated()
    {
        var error = Assert.Throws<InvalidConfigurationException>(() => Read(("OTEL_EXPORTER_OTLP_HEADERS", "secret-token")));

        Assert.Contains("OTEL_EXPORTER_OTLP_HEADERS", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")]
    [InlineData("OTEL_SOMEBODY_ELSES_TIMEOUT", "soon")]
    [InlineData("OTEL_TRACES_SAMPLER", " ")]
    public void What_is_not_known_or_empty_is_left_alone(string key, string value) =>
        Assert.Equal(value, Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318"), (key, value))[key]);

    [Theory]
    [InlineData("http://127.0.0.1:4318", "http/protobuf")]
    [InlineData("http://127.0.0.1:51234", "http/protobuf")]
    [InlineData("http://127.0.0.1:4317", "grpc")]
    public void The_protocol_follows_the_port_unless_it_is_given(string endpoint, string protocol)
    {
        Assert.Equal(protocol, Read(("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint))["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.Equal("grpc", Read(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"))["OTEL_EXPORTER_OTLP_PROTOCOL"]);
    }

    /// <summary>Metrics leave twice between two scrapes of five seconds; a batch waits out a restart of the endpoint.</summary>
    [Theory]
    [InlineData("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based", "always_off")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "2500", "1000")]
    [InlineData("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory", "disk")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "300000", "10000")]
    [InlineData("OTEL_BSP_EXPORT_TIMEOUT", "300000", "10000")]
    [InlineData("OTEL_BLRP_EXPORT_TIMEOUT", "300000", "10000")]
    [InlineData("OTEL_BSP_MAX_QUEUE_SIZE", "65536", "2048")]
    [InlineData("OTEL_BLRP_MAX_QUEUE_SIZE", "8192", "2048")]
    public void A_default_gives_way_to_what_is_given(string key, string value, string given)
    {
        var endpoint = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318");

        Assert.Equal(value, Read(endpoint)[key]);
        Assert.Equal(given, Read(endpoint, (key, given))[key]);
    }

    [Fact]
    public void What_the_program_has_set_stays_set()
    {
        using var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection();
        configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4318";
        configuration["OTEL_BSP_MAX_QUEUE_SIZE"] = " ";
        configuration["OTEL_EXPORTER_OTLP_TIMEOUT"] = "5000";

        OpenTelemetrySettings.AddDefaults(configuration);

        Assert.Equal("http://127.0.0.1:4318", configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("5000", configuration["OTEL_EXPORTER_OTLP_TIMEOUT"]);
        Assert.Equal("65536", configuration["OTEL_BSP_MAX_QUEUE_SIZE"]);
    }

    private static ConfigurationManager Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value));
        OpenTelemetrySettings.Check(configuration);
        OpenTelemetrySettings.AddDefaults(configuration);
        return configuration;
    }
}
