using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tta.Configuration.Tests;

public sealed partial class GrafanaProvisioningTests
{
    private const string DataSourceFile = "grafana/provisioning/datasources/datasources.yaml";

    private static PublishedResource Grafana => new("grafana");

    private static IReadOnlyDictionary<string, JsonObject> DataSources =>
        YamlDocument.Read(DataSourceFile).At("datasources").AsArray().ToDictionary(source => source!["uid"]!.GetValue<string>(), source => source!.AsObject());

    [Fact]
    public void There_is_one_data_source_for_metrics_traces_and_logs_each()
    {
        Assert.Equal(["prometheus", "jaeger", "loki"], DataSources.Keys);
        Assert.All(DataSources, source => Assert.Equal(source.Key, source.Value.Text("type")));
        Assert.Single(DataSources, source => source.Value["isDefault"]?.GetValue<string>() == "true");
    }

    [Fact]
    public void The_manifest_gives_the_address_of_every_data_source()
    {
        var variables = Variable().Matches(Repository.Read(DataSourceFile)).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.Equal(["PROMETHEUS_URL", "JAEGER_URL", "LOKI_URL"], variables);
        Assert.All(variables, variable => Assert.Contains(variable, Grafana.Environment.Keys));
    }

    [Fact]
    public void An_exemplar_leads_to_its_trace_and_to_a_board_that_viewers_may_open_too()
    {
        var destinations = DataSources["prometheus"].At("jsonData/exemplarTraceIdDestinations").AsArray().Select(destination => destination!.AsObject()).ToList();

        Assert.Equal(2, destinations.Count);
        Assert.All(destinations, destination => Assert.Equal("trace_id", destination.Text("name")));
        Assert.Equal("jaeger", destinations[0].Text("datasourceUid"));
        var link = DashboardLink().Match(destinations[1].Text("url"));
        Assert.True(link.Success);
        Assert.EndsWith("=$${__value.raw}", destinations[1].Text("url"), StringComparison.Ordinal);
        Assert.Contains(link.Groups["variable"].Value, VariablesOf(link.Groups["uid"].Value));
    }

    [Fact]
    public void A_trace_leads_to_the_metrics_of_its_primitive()
    {
        var metrics = DataSources["jaeger"].At("jsonData/tracesToMetrics").AsObject();

        Assert.Equal("prometheus", metrics.Text("datasourceUid"));
        Assert.Equal(["primitive_type", "primitive_name"], metrics.At("tags").AsArray().Select(tag => tag!.AsObject().Text("value")));
        Assert.NotEmpty(metrics.At("queries").AsArray());
        Assert.All(metrics.At("queries").AsArray(), query => Assert.Contains("{$$__tags}", query!.AsObject().Text("query"), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_link_between_data_sources_arrives() =>
        Assert.All(
            DataSources.Values.SelectMany(source => source.Leaves().Where(leaf => leaf.EndsWith("/datasourceUid", StringComparison.Ordinal)).Select(leaf => (source, leaf))),
            link => Assert.All(Values(link.source, link.leaf), uid => Assert.Contains(uid, DataSources.Keys)));

    [Fact]
    public void A_trace_leads_to_its_logs_and_a_log_line_to_its_trace()
    {
        Assert.Equal("loki", DataSources["jaeger"].Text("jsonData/tracesToLogsV2/datasourceUid"));
        var field = Assert.Single(DataSources["loki"].At("jsonData/derivedFields").AsArray())!.AsObject();
        Assert.Equal("trace_id", field.Text("matcherRegex"));
        Assert.Equal("jaeger", field.Text("datasourceUid"));
    }

    [Fact]
    public void Dashboards_are_read_from_where_they_are_mounted()
    {
        var provider = Assert.Single(YamlDocument.Read("grafana/provisioning/dashboards/dashboards.yaml").At("providers").AsArray())!.AsObject();

        Assert.Equal(Grafana.Mounts["grafana/dashboards"], provider.Text("options/path"));
        Assert.Equal("/etc/grafana/provisioning", Grafana.Mounts["grafana/provisioning"]);
    }

    [Fact]
    public void What_is_shown_first_and_what_Jaeger_links_to_is_there()
    {
        var home = Grafana.Environment["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"];
        var mounted = Grafana.Mounts["grafana/dashboards"];
        Assert.StartsWith($"{mounted}/", home, StringComparison.Ordinal);
        Assert.NotNull(Dashboard(home[(mounted.Length + 1)..])["panels"]);

        var links = Committed.Json("jaeger/ui.json").At("linkPatterns").AsArray().Select(pattern => pattern!["url"]!.GetValue<string>()).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link =>
        {
            var match = DashboardLink().Match(link);
            Assert.True(match.Success, link);
            Assert.Contains(match.Groups["variable"].Value, VariablesOf(match.Groups["uid"].Value));
        });
    }

    [Fact]
    public void Anyone_may_look_and_nobody_may_change_without_signing_in()
    {
        Assert.Equal("true", Grafana.Environment["GF_AUTH_ANONYMOUS_ENABLED"]);
        Assert.Equal("Viewer", Grafana.Environment["GF_AUTH_ANONYMOUS_ORG_ROLE"]);
    }

    private static IEnumerable<string> VariablesOf(string board) =>
        Dashboard($"{board}.json").At("templating/list").AsArray().Select(variable => variable!["name"]!.GetValue<string>());

    private static JsonObject Dashboard(string file) => Committed.Json($"grafana/dashboards/{file}");

    private static IEnumerable<string> Values(JsonNode? node, string path)
    {
        if (path.Length == 0)
        {
            return node is JsonValue value ? [value.GetValue<string>()] : [];
        }

        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var (head, rest) = slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
        return node switch
        {
            JsonArray list => list.SelectMany(element => Values(element, path)),
            JsonObject map => Values(map[head], rest),
            _ => [],
        };
    }

    [GeneratedRegex(@"/d/(?<uid>[\w-]+)\?var-(?<variable>\w+)=")]
    private static partial Regex DashboardLink();

    // $$ stands for a dollar sign.
    [GeneratedRegex(@"(?<!\$)\$([A-Z_]+)")]
    private static partial Regex Variable();
}
