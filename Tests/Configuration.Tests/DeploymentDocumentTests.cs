using System.Text.RegularExpressions;

namespace Tta.Configuration.Tests;

/// <summary>What <c>docs/deployment.md</c> tells to write into configurations that no test starts.</summary>
public sealed partial class DeploymentDocumentTests
{
    private const string File = "docs/deployment.md";

    // What the sources of the pinned versions define, as far as the page names it.
    private static readonly string[] KnownSettings =
    [
        // OpenTelemetry Collector
        "exporters/loadbalancing/routing_key",
        "exporters/loadbalancing/protocol/otlp/tls/insecure",
        "exporters/loadbalancing/resolver/dns/hostname",
        "exporters/loadbalancing/resolver/dns/port",
        // Prometheus
        "remote_write/url",
        "remote_write/send_exemplars",
        "global/external_labels/replica",
        "alerting/alert_relabel_configs/action",
        "alerting/alert_relabel_configs/regex",
        // Jaeger
        "service/pipelines/traces/receivers",
        "service/pipelines/traces/exporters",
        .. Cassandra(
            "schema", "keyspace", "create", "datacenter", "replication_factor", "trace_ttl", "dependencies_ttl", "compaction_window"),
        .. Cassandra(
            "connection", "servers", "port", "local_dc", "connections_per_host", "reconnect_interval", "timeout", "tls/insecure"),
        .. Cassandra("query", "timeout", "max_retry_attempts", "consistency"),
        .. Cassandra("index", "logs", "process_tags", "tags", "tag_whitelist"),
        "exporters/jaeger_storage_exporter/trace_storage",
        .. Exporter("queue", "sizer", "queue_size", "block_on_overflow", "wait_for_result", "num_consumers"),
        .. Exporter("queue/batch", "sizer", "flush_timeout", "min_size", "max_size"),
        .. Exporter("retry_on_failure", "enabled", "initial_interval", "max_elapsed_time"),
        "extensions/jaeger_storage/backends/badger/elasticsearch/server_urls",
        "extensions/jaeger_storage/backends/badger/elasticsearch/indices/index_prefix",
        .. Index("spans"),
        .. Index("services"),
        .. Index("dependencies"),
        // Loki
        "common/compactor_grpc_address",
        "common/storage/s3/endpoint",
        "common/storage/s3/bucketnames",
        "common/storage/s3/region",
        "common/replication_factor",
        "common/ring/kvstore/store",
        "memberlist/join_members",
        "schema_config/configs/from",
        "schema_config/configs/store",
        "schema_config/configs/object_store",
        "schema_config/configs/schema",
        "schema_config/configs/index/prefix",
        "schema_config/configs/index/period",
        "compactor/delete_request_store",
    ];

    [Fact]
    public void Every_setting_is_one_that_the_program_has()
    {
        var settings = Blocks().SelectMany(block => YamlDocument.Parse(block, File).Leaves()).ToList();

        Assert.NotEmpty(settings);
        Assert.All(settings, setting => Assert.Contains(setting, KnownSettings));
    }

    [Fact]
    public void A_port_that_the_collector_takes_as_text_is_quoted() =>
        Assert.Contains("port: \"4317\"", Blocks().Single(block => block.Contains("loadbalancing", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void Loki_in_several_processes_knows_who_deletes()
    {
        // With retention on, a reader that does not refuses to start.
        Assert.Equal("true", YamlDocument.Read("loki/config.yaml").Text("compactor/retention_enabled"));
        var several = Blocks().Single(block => block.Contains("memberlist", StringComparison.Ordinal));
        Assert.NotEmpty(YamlDocument.Parse(several, File).Text("common/compactor_grpc_address"));
    }

    [Fact]
    public void The_index_cleaner_looks_for_the_indices_that_Jaeger_writes()
    {
        var storage = YamlDocument.Parse(Blocks().Single(block => block.Contains("elasticsearch", StringComparison.Ordinal)), File);
        var prefix = storage.Text("extensions/jaeger_storage/backends/badger/elasticsearch/indices/index_prefix");

        Assert.Contains($"--index-prefix={prefix}`", Repository.Read(File), StringComparison.Ordinal);
        Assert.Contains($"jaeger-es-index-cleaner:{new PublishedResource("jaeger").Image.Split(':')[1]}`", Repository.Read(File), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Cassandra(string part, params string[] settings) =>
        settings.Select(setting => $"extensions/jaeger_storage/backends/cassandra/cassandra/{part}/{setting}");

    private static IEnumerable<string> Exporter(string part, params string[] settings) =>
        settings.Select(setting => $"exporters/jaeger_storage_exporter/{part}/{setting}");

    private static IEnumerable<string> Index(string name) =>
    [
        $"extensions/jaeger_storage/backends/badger/elasticsearch/indices/{name}/shards",
        $"extensions/jaeger_storage/backends/badger/elasticsearch/indices/{name}/replicas",
    ];

    private static IEnumerable<string> Blocks() => Block().Matches(Repository.Read(File)).Select(match => match.Groups[1].Value);

    [GeneratedRegex("```yaml\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
