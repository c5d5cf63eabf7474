using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tta.Configuration.Tests;

public sealed partial class CollectorConfigurationTests
{
    private const string File = "otel-collector/config.yaml";
    private const string DashboardFile = "otel-collector/aspire-dashboard.yaml";
    private const string ObservatoryFile = "otel-collector/observatory.yaml";

    private static readonly string[] Kinds = ["extensions", "receivers", "processors", "connectors", "exporters"];

    // What the sources of version 0.162 define for the components in use, as far as it is in use.
    private static readonly string[] KnownSettings =
    [
        "extensions/health_check/endpoint",
        "receivers/otlp/protocols/grpc/endpoint",
        "receivers/otlp/protocols/http/endpoint",
        "processors/memory_limiter/check_interval",
        "processors/memory_limiter/limit_mib",
        "processors/memory_limiter/spike_limit_mib",
        "processors/batch/timeout",
        "processors/batch/send_batch_size",
        "processors/batch/send_batch_max_size",
        "processors/resource/attributes/key",
        "processors/resource/attributes/action",
        "connectors/span_metrics/namespace",
        "connectors/span_metrics/histogram/unit",
        "connectors/span_metrics/histogram/explicit/buckets",
        "connectors/span_metrics/exemplars/enabled",
        "connectors/span_metrics/aggregation_cardinality_limit",
        "connectors/span_metrics/metrics_flush_interval",
        "connectors/span_metrics/metrics_expiration",
        "connectors/span_metrics/resource_metrics_key_attributes",
        "connectors/span_metrics/exclude_dimensions",
        "connectors/service_graph/latency_histogram_buckets",
        "connectors/service_graph/store/ttl",
        "connectors/service_graph/store/max_items",
        "connectors/service_graph/metrics_flush_interval",
        "connectors/service_graph/database_name_attributes",
        "connectors/service_graph/virtual_node_peer_attributes",
        "exporters/otlp_grpc/endpoint",
        "exporters/otlp_grpc/headers/x-otlp-api-key",
        "exporters/otlp_grpc/tls/insecure",
        "exporters/otlp_http/endpoint",
        .. Reliable("otlp_grpc"),
        .. Reliable("otlp_http"),
        "exporters/prometheus/endpoint",
        "exporters/prometheus/enable_open_metrics",
        "exporters/prometheus/metric_expiration",
        "service/extensions",
        "service/pipelines/receivers",
        "service/pipelines/processors",
        "service/pipelines/exporters",
        "service/telemetry/metrics/level",
        "service/telemetry/metrics/readers/pull/exporter/prometheus/host",
        "service/telemetry/metrics/readers/pull/exporter/prometheus/port",
        "service/telemetry/metrics/readers/pull/exporter/prometheus/without_type_suffix",
    ];

    private static PublishedResource Collector => new("otel-collector");

    private static JsonObject Reader => YamlDocument.Read(File).At("service/telemetry/metrics/readers").AsArray().Single()!.AsObject();

    [Theory]
    [InlineData(File)]
    [InlineData(DashboardFile)]
    [InlineData(ObservatoryFile)]
    public void Every_setting_is_one_that_the_component_has(string file) =>
        Assert.All(YamlDocument.Read(file).Leaves(), leaf => Assert.Contains(WithoutInstanceNames(leaf), KnownSettings));

    [Fact]
    public void Pipelines_use_what_is_defined_and_leave_nothing_unused()
    {
        var configuration = YamlDocument.Read(File);
        var defined = Kinds.SelectMany(kind => configuration.At(kind).AsObject().Select(component => component.Key)).ToHashSet();
        var used = Pipelines(configuration).SelectMany(pipeline => pipeline.Components).Concat(configuration.Texts("service/extensions")).ToHashSet();

        Assert.Equal(defined.Order(), used.Order());
    }

    [Fact]
    public void Each_pipeline_limits_memory_before_anything_else_happens() =>
        Assert.All(Pipelines(YamlDocument.Read(File)).Where(pipeline => pipeline.Receivers.Contains("otlp")), pipeline =>
            Assert.Equal(["memory_limiter", "batch"], pipeline.Processors));

    [Fact]
    public void Traces_metrics_and_logs_each_reach_their_backend()
    {
        var pipelines = Pipelines(YamlDocument.Read(File)).ToDictionary(pipeline => pipeline.Name);

        Assert.Contains("otlp_grpc/jaeger", pipelines["traces"].Exporters);
        Assert.Contains("prometheus", pipelines["metrics"].Exporters);
        Assert.Contains("otlp_http/loki", pipelines["logs"].Exporters);
    }

    [Fact]
    public void What_is_derived_from_spans_goes_to_prometheus_in_seconds()
    {
        var configuration = YamlDocument.Read(File);
        var derived = Assert.Single(Pipelines(configuration), pipeline => !pipeline.Receivers.Contains("otlp"));

        Assert.Equal(["span_metrics", "service_graph"], derived.Receivers);
        Assert.Equal(["prometheus"], derived.Exporters);
        Assert.Equal("s", configuration.Text("connectors/span_metrics/histogram/unit"));
        Assert.All(configuration.Texts("connectors/service_graph/latency_histogram_buckets"), bound => Assert.EndsWith("s", bound, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_derived_from_spans_does_not_pass_for_a_process_that_reports()
    {
        // The exporter makes target_info of a resource that has a service or an instance, and the connector hands over the first it saw.
        var configuration = YamlDocument.Read(File);
        var processor = Assert.Single(Pipelines(configuration).Single(pipeline => !pipeline.Receivers.Contains("otlp")).Processors);
        var removed = configuration.At("processors").AsObject()[processor]!.AsObject().At("attributes").AsArray()
            .Select(attribute => attribute!.AsObject())
            .Where(attribute => attribute.Text("action") == "delete")
            .Select(attribute => attribute.Text("key"));

        Assert.Equal(["service.name", "service.instance.id"], removed);
    }

    [Fact]
    public void Exporters_that_cross_the_network_queue_and_retry()
    {
        var exporters = YamlDocument.Read(File).At("exporters").AsObject().Where(exporter => exporter.Key.StartsWith("otlp", StringComparison.Ordinal));

        Assert.All(exporters, exporter =>
        {
            Assert.NotNull(exporter.Value!["sending_queue"]?["queue_size"]);
            Assert.Equal("true", exporter.Value["retry_on_failure"]?["enabled"]?.GetValue<string>());
        });
    }

    [Fact]
    public void What_a_backend_does_not_take_is_not_given_up_by_its_age() =>
        Assert.All(
            (string[])["otlp_grpc/jaeger", "otlp_http/loki"],
            exporter => Assert.Equal(
                "0s", YamlDocument.Read(File).At("exporters").AsObject()[exporter]!["retry_on_failure"]!["max_elapsed_time"]!.GetValue<string>()));

    [Fact]
    public void Model_calls_are_to_providers_in_the_service_graph() =>
        Assert.Equal("gen_ai.provider.name", YamlDocument.Read(File).Texts("connectors/service_graph/virtual_node_peer_attributes")[0]);

    [Fact]
    public void Metrics_of_spans_go_on_when_the_collector_restarts() =>
        Assert.Contains("collector.instance.id", YamlDocument.Read(File).Texts("connectors/span_metrics/exclude_dimensions"));

    [Fact]
    public void Exemplars_are_exposed() => Assert.Equal("true", YamlDocument.Read(File).Text("exporters/prometheus/enable_open_metrics"));

    [Fact]
    public void Its_own_counters_have_the_names_that_the_boards_ask_for()
    {
        var asked = Directory.EnumerateFiles(Repository.PathOf("grafana/dashboards"), "*.json")
            .SelectMany(board => OwnCounter().Matches(System.IO.File.ReadAllText(board)).Select(match => match.Value))
            .Distinct()
            .ToList();

        Assert.NotEmpty(asked);
        Assert.All(asked, name => Assert.EndsWith("_total", name, StringComparison.Ordinal));
        Assert.Equal("false", Reader.Text("pull/exporter/prometheus/without_type_suffix"));
    }

    [Fact]
    public void It_listens_on_the_ports_that_the_manifest_publishes()
    {
        var configuration = YamlDocument.Read(File);

        Assert.Equal($"0.0.0.0:{Collector.Port("otlp-grpc")}", configuration.Text("receivers/otlp/protocols/grpc/endpoint"));
        Assert.Equal($"0.0.0.0:{Collector.Port("otlp-http")}", configuration.Text("receivers/otlp/protocols/http/endpoint"));
        Assert.Equal($"0.0.0.0:{Collector.Port("metrics")}", configuration.Text("exporters/prometheus/endpoint"));
        Assert.Equal($"0.0.0.0:{Collector.Port("health")}", configuration.Text("extensions/health_check/endpoint"));

        Assert.Equal("0.0.0.0", Reader.Text("pull/exporter/prometheus/host"));
        Assert.Equal($"{Collector.Port("self-metrics")}", Reader.Text("pull/exporter/prometheus/port"));
    }

    [Fact]
    public void The_manifest_gives_it_every_variable_that_it_reads() =>
        Assert.Equal(PublishedResource.EnvironmentOf(File).Order(), Collector.Environment.Keys.Order());

    [Fact]
    public void The_image_finds_its_configuration_where_it_looks_by_default()
    {
        Assert.Empty(Collector.Arguments);
        Assert.Equal("/etc/otelcol-contrib", Collector.Mounts["otel-collector"]);
    }

    [Fact]
    public void With_the_Aspire_dashboard_every_pipeline_still_reaches_the_other_backends()
    {
        var alone = Pipelines(YamlDocument.Read(File)).ToDictionary(pipeline => pipeline.Name);
        var together = Pipelines(YamlDocument.Read(DashboardFile)).ToList();

        Assert.Equal(["traces", "metrics", "logs"], together.Select(pipeline => pipeline.Name));
        Assert.All(together, pipeline => Assert.Equal([.. alone[pipeline.Name].Exporters, "otlp_grpc/aspire"], pipeline.Exporters));
    }

    [Fact]
    public void A_copy_for_Observatory_has_pipelines_of_its_own_and_leaves_the_others_as_they_are()
    {
        var alone = Pipelines(YamlDocument.Read(File)).ToList();
        var copies = Pipelines(YamlDocument.Read(ObservatoryFile)).ToList();

        Assert.Equal(["traces/observatory", "logs/observatory"], copies.Select(pipeline => pipeline.Name));
        Assert.Empty(copies.Select(pipeline => pipeline.Name).Intersect(alone.Select(pipeline => pipeline.Name)));
        Assert.All(copies, pipeline =>
        {
            var original = alone.Single(one => one.Name == pipeline.Name.Split('/')[0]);
            Assert.Equal((string.Join(',', original.Receivers), string.Join(',', original.Processors)), (string.Join(',', pipeline.Receivers), string.Join(',', pipeline.Processors)));
            Assert.Equal(["otlp_http/observatory"], pipeline.Exporters);
        });
        Assert.Equal(["OBSERVATORY_OTLP_ENDPOINT"], PublishedResource.EnvironmentOf(ObservatoryFile));
    }

    private static IEnumerable<string> Reliable(string exporter) =>
    [
        $"exporters/{exporter}/sending_queue/num_consumers",
        $"exporters/{exporter}/sending_queue/queue_size",
        $"exporters/{exporter}/retry_on_failure/enabled",
        $"exporters/{exporter}/retry_on_failure/initial_interval",
        $"exporters/{exporter}/retry_on_failure/max_interval",
        $"exporters/{exporter}/retry_on_failure/max_elapsed_time",
    ];

    // exporters/otlp_grpc/jaeger is the key "otlp_grpc/jaeger": the component's type, then a name of ours. So is pipelines/metrics/from_traces.
    private static string WithoutInstanceNames(string leaf)
    {
        foreach (var named in new[] { "otlp_grpc/jaeger", "otlp_grpc/aspire", "otlp_http/loki", "otlp_http/observatory", "resource/without_process" })
        {
            leaf = leaf.Replace(named, named[..named.IndexOf('/', StringComparison.Ordinal)], StringComparison.Ordinal);
        }

        return leaf.StartsWith("service/pipelines/", StringComparison.Ordinal) ? $"service/pipelines/{leaf[(leaf.LastIndexOf('/') + 1)..]}" : leaf;
    }

    private static IEnumerable<Pipeline> Pipelines(JsonObject configuration) =>
        configuration.At("service/pipelines").AsObject().Select(pipeline => new Pipeline(
            pipeline.Key, List(pipeline.Value!["receivers"]), List(pipeline.Value["processors"]), List(pipeline.Value["exporters"])));

    private static IReadOnlyList<string> List(JsonNode? node) => [.. (node as JsonArray ?? []).Select(element => element!.GetValue<string>())];

    // Gauges (the queue's size) have no suffix.
    [GeneratedRegex(@"\botelcol_(?:receiver|exporter)_(?:accepted|refused|sent|send_failed)_\w+")]
    private static partial Regex OwnCounter();

    private sealed record Pipeline(string Name, IReadOnlyList<string> Receivers, IReadOnlyList<string> Processors, IReadOnlyList<string> Exporters)
    {
        public IEnumerable<string> Components => [.. Receivers, .. Processors, .. Exporters];
    }
}
