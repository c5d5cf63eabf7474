using System.Globalization;
using System.Text.Json.Nodes;

namespace Tta.Configuration.Tests;

public sealed class TraceAndLogStorageTests
{
    private static readonly TimeSpan SevenDays = TimeSpan.FromDays(7);

    // What Jaeger 2.20 documents for the components in use, as far as it is in use.
    private static readonly string[] JaegerSettings =
    [
        "service/extensions",
        "service/pipelines/traces/receivers",
        "service/pipelines/traces/processors",
        "service/pipelines/traces/exporters",
        "service/telemetry/resource/attributes/name",
        "service/telemetry/resource/attributes/value",
        "service/telemetry/metrics/level",
        "service/telemetry/metrics/readers/pull/exporter/prometheus/host",
        "service/telemetry/metrics/readers/pull/exporter/prometheus/port",
        "extensions/healthcheckv2/use_v2",
        "extensions/healthcheckv2/http/endpoint",
        "extensions/jaeger_query/enable_tracing",
        "extensions/jaeger_query/ai/enable_mcp",
        "extensions/jaeger_query/storage/traces",
        "extensions/jaeger_query/storage/metrics",
        "extensions/jaeger_query/ui/config_file",
        "extensions/jaeger_query/http/endpoint",
        "extensions/jaeger_query/grpc/endpoint",
        "extensions/jaeger_storage/backends/badger/badger/directories/keys",
        "extensions/jaeger_storage/backends/badger/badger/directories/values",
        "extensions/jaeger_storage/backends/badger/badger/ephemeral",
        "extensions/jaeger_storage/backends/badger/badger/ttl/spans",
        "extensions/jaeger_storage/metric_backends/prometheus/prometheus/endpoint",
        "extensions/jaeger_storage/metric_backends/prometheus/prometheus/metric_namespace",
        "extensions/jaeger_storage/metric_backends/prometheus/prometheus/latency_unit",
        "extensions/jaeger_storage/metric_backends/prometheus/prometheus/normalize_calls",
        "extensions/jaeger_storage/metric_backends/prometheus/prometheus/normalize_duration",
        "receivers/otlp/protocols/grpc/endpoint",
        "receivers/otlp/protocols/http/endpoint",
        "exporters/jaeger_storage_exporter/trace_storage",
        "exporters/jaeger_storage_exporter/queue/sizer",
        "exporters/jaeger_storage_exporter/queue/queue_size",
        "exporters/jaeger_storage_exporter/queue/num_consumers",
        "exporters/jaeger_storage_exporter/queue/block_on_overflow",
        "exporters/jaeger_storage_exporter/queue/wait_for_result",
    ];

    // What Loki 3.7 documents, as far as it is in use.
    private static readonly string[] LokiSettings =
    [
        "auth_enabled",
        "server/http_listen_port",
        "server/log_level",
        "common/path_prefix",
        "common/replication_factor",
        "common/storage/filesystem/chunks_directory",
        "common/storage/filesystem/rules_directory",
        "common/ring/instance_addr",
        "common/ring/kvstore/store",
        "schema_config/configs/from",
        "schema_config/configs/store",
        "schema_config/configs/object_store",
        "schema_config/configs/schema",
        "schema_config/configs/index/prefix",
        "schema_config/configs/index/period",
        "limits_config/allow_structured_metadata",
        "limits_config/volume_enabled",
        "limits_config/retention_period",
        "compactor/working_directory",
        "compactor/retention_enabled",
        "compactor/delete_request_store",
        "analytics/reporting_enabled",
    ];

    private static PublishedResource Jaeger => new("jaeger");

    private static PublishedResource Loki => new("loki");

    private static JsonObject JaegerConfiguration => YamlDocument.Read("jaeger/config.yaml");

    private static JsonObject LokiConfiguration => YamlDocument.Read("loki/config.yaml");

    [Fact]
    public void Jaeger_knows_every_setting() => Assert.All(JaegerConfiguration.Leaves(), leaf => Assert.Contains(leaf, JaegerSettings));

    [Fact]
    public void Loki_knows_every_setting() => Assert.All(LokiConfiguration.Leaves(), leaf => Assert.Contains(leaf, LokiSettings));

    [Fact]
    public void Traces_are_kept_for_a_week_at_least() =>
        Assert.True(Hours(JaegerConfiguration.Text("extensions/jaeger_storage/backends/badger/badger/ttl/spans")) >= SevenDays);

    [Fact]
    public void Logs_are_kept_as_long_as_the_traces_they_belong_to()
    {
        Assert.Equal("true", LokiConfiguration.Text("compactor/retention_enabled"));
        Assert.True(
            Hours(LokiConfiguration.Text("limits_config/retention_period"))
            >= Hours(JaegerConfiguration.Text("extensions/jaeger_storage/backends/badger/badger/ttl/spans")));
    }

    [Fact]
    public void Traces_are_written_to_the_volume_and_outlive_the_container()
    {
        var volume = Assert.Single(Jaeger.VolumeTargets);

        Assert.Equal("false", JaegerConfiguration.Text("extensions/jaeger_storage/backends/badger/badger/ephemeral"));
        Assert.StartsWith($"{volume}/", JaegerConfiguration.Text("extensions/jaeger_storage/backends/badger/badger/directories/keys"), StringComparison.Ordinal);
        Assert.StartsWith($"{volume}/", JaegerConfiguration.Text("extensions/jaeger_storage/backends/badger/badger/directories/values"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_Jaeger_accepts_it_has_stored()
    {
        const string Queue = "exporters/jaeger_storage_exporter/queue";

        Assert.Empty(JaegerConfiguration.At("service/pipelines/traces/processors").AsArray());
        Assert.Equal("true", JaegerConfiguration.Text($"{Queue}/wait_for_result"));
        Assert.Equal("true", JaegerConfiguration.Text($"{Queue}/block_on_overflow"));
    }

    [Fact]
    public void Jaeger_makes_no_traces_of_its_own() => Assert.Equal("false", JaegerConfiguration.Text("extensions/jaeger_query/enable_tracing"));

    [Fact]
    public void Logs_are_written_to_the_volume() =>
        Assert.Equal(Assert.Single(Loki.VolumeTargets), LokiConfiguration.Text("common/path_prefix"));

    [Fact]
    public void Jaeger_uses_the_storage_that_it_defines()
    {
        var storage = JaegerConfiguration.Text("extensions/jaeger_query/storage/traces");

        Assert.Equal(storage, JaegerConfiguration.Text("exporters/jaeger_storage_exporter/trace_storage"));
        Assert.NotNull(JaegerConfiguration.At($"extensions/jaeger_storage/backends/{storage}"));
        Assert.NotNull(JaegerConfiguration.At($"extensions/jaeger_storage/metric_backends/{JaegerConfiguration.Text("extensions/jaeger_query/storage/metrics")}"));
        Assert.Equal(
            JaegerConfiguration.At("extensions").AsObject().Select(extension => extension.Key).Order(),
            JaegerConfiguration.Texts("service/extensions").Order());
    }

    [Fact]
    public void Jaeger_asks_for_the_metrics_under_the_name_that_the_collector_gives_them()
    {
        var collector = YamlDocument.Read("otel-collector/config.yaml");
        const string Prometheus = "extensions/jaeger_storage/metric_backends/prometheus/prometheus";

        Assert.Equal(
            collector.Text("connectors/span_metrics/namespace").Replace('.', '_'),
            JaegerConfiguration.Text($"{Prometheus}/metric_namespace"));
        Assert.Equal(collector.Text("connectors/span_metrics/histogram/unit"), JaegerConfiguration.Text($"{Prometheus}/latency_unit"));
    }

    [Fact]
    public void They_listen_on_the_ports_that_the_manifest_publishes()
    {
        Assert.Equal($"0.0.0.0:{Jaeger.Port("ui")}", JaegerConfiguration.Text("extensions/jaeger_query/http/endpoint"));
        Assert.Equal($"0.0.0.0:{Jaeger.Port("otlp-grpc")}", JaegerConfiguration.Text("receivers/otlp/protocols/grpc/endpoint"));
        Assert.Equal($"0.0.0.0:{Jaeger.Port("otlp-http")}", JaegerConfiguration.Text("receivers/otlp/protocols/http/endpoint"));
        Assert.Equal($"0.0.0.0:{Jaeger.Port("health")}", JaegerConfiguration.Text("extensions/healthcheckv2/http/endpoint"));
        Assert.Equal($"{Loki.Port("http")}", LokiConfiguration.Text("server/http_listen_port"));
    }

    [Fact]
    public void The_manifest_gives_Jaeger_every_variable_that_it_reads() =>
        Assert.Equal(PublishedResource.EnvironmentOf("jaeger/config.yaml").Order(), Jaeger.Environment.Keys.Order());

    [Fact]
    public void They_read_the_mounted_files()
    {
        Assert.Equal(["--config", $"{Jaeger.Mounts["jaeger"]}/config.yaml"], Jaeger.Arguments);
        Assert.Equal($"{Jaeger.Mounts["jaeger"]}/ui.json", JaegerConfiguration.Text("extensions/jaeger_query/ui/config_file"));
        Assert.NotEmpty(Committed.Json("jaeger/ui.json"));
        Assert.Equal([$"-config.file={Loki.Mounts["loki"]}/config.yaml"], Loki.Arguments);
    }

    private static TimeSpan Hours(string duration)
    {
        Assert.EndsWith("h", duration, StringComparison.Ordinal);
        return TimeSpan.FromHours(int.Parse(duration[..^1], CultureInfo.InvariantCulture));
    }
}
