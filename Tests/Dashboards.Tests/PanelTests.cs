using System.Text.Json.Nodes;
using Tta.Dashboards.Tests.Reading;

namespace Tta.Dashboards.Tests;

public sealed class PanelTests
{
    // What a renderer of these files has to draw, and the transformations it has to know: docs/dashboards.md.
    private static readonly string[] Types =
        ["timeseries", "stat", "gauge", "bargauge", "table", "piechart", "heatmap", "nodeGraph", "traces", "logs", "text"];

    private static readonly string[] Transformations = ["merge", "organize", "sortBy", "limit"];

    private static readonly string[] Units = ["s", "bytes", "currencyUSD", "percentunit", "percent", "short", "ops", "none", "string"];

    private static IReadOnlyList<PanelView> Panels { get; } = [.. BoardFile.All.SelectMany(board => board.Panels)];

    [Fact]
    public void Every_panel_says_what_it_shows_and_what_to_do_when_that_is_bad() => Assert.All(Panels, panel =>
    {
        Assert.NotEmpty(panel.Title);
        var parts = panel.Description.Split("\n\n**When it is bad:** ");
        Assert.True(parts.Length == 2 && parts.All(part => part.Length > 20), $"{panel}: {panel.Description}");
        Assert.All(parts, part => Assert.EndsWith(".", part, StringComparison.Ordinal));
    });

    [Fact]
    public void Every_panel_is_of_a_type_that_any_renderer_of_these_files_draws() => Assert.All(Panels, panel =>
    {
        Assert.Contains(panel.Type, Types);
        Assert.Subset(Transformations.ToHashSet(), panel.Transformations.ToHashSet());
    });

    [Fact]
    public void Every_panel_has_a_unit_and_says_what_stands_where_nothing_is() => Assert.All(Panels, panel =>
    {
        Assert.Contains(panel.Unit, Units);
        Assert.NotEmpty(panel.Defaults["noValue"]!.GetValue<string>());
    });

    [Fact]
    public void Thresholds_rise_from_a_colour_for_everything_below() => Assert.All(Panels, panel =>
    {
        var steps = panel.Defaults["thresholds"]!["steps"]!.AsArray();
        var values = steps.Select(step => step!["value"]?.GetValue<double>()).ToList();
        Assert.Null(values[0]);
        Assert.Equal(values.Skip(1).Order(), values.Skip(1));
        Assert.Equal(values.Distinct(), values);
        Assert.All(steps, step => Assert.Contains(step!["color"]!.GetValue<string>(), (string[])["green", "yellow", "red", "blue"]));
    });

    [Fact]
    public void What_is_judged_by_colour_has_limits_to_judge_by() => Assert.All(Panels.Where(panel => panel.Type is "gauge" or "bargauge"), panel =>
        Assert.True(panel.Defaults["thresholds"]!["steps"]!.AsArray().Count >= 2, panel.ToString()));

    [Fact]
    public void A_gauge_knows_its_ends() => Assert.All(Panels.Where(panel => panel.Type == "gauge"), panel =>
    {
        Assert.NotNull(panel.Defaults["min"]);
        Assert.NotNull(panel.Defaults["max"]);
    });

    [Fact]
    public void Every_series_has_a_name_in_the_legend() => Assert.All(Panels, panel =>
    {
        if (panel.Type is "timeseries" or "piechart")
        {
            Assert.True(panel.Options["legend"]!["showLegend"]!.GetValue<bool>(), panel.ToString());
        }

        var series = panel.Targets.Where(target => target.Format == "time_series").ToList();
        Assert.All(series, target => Assert.NotEmpty(target.Legend));
        Assert.Equal(series.Select(target => target.Legend).Distinct().Count(), series.Count);
    });

    [Fact]
    public void Every_query_goes_to_the_data_source_that_a_variable_names() => Assert.All(Panels, panel =>
    {
        Assert.NotEmpty(panel.Targets);
        Assert.Equal(panel.Targets.Count, panel.Targets.Select(target => target.Name).Distinct().Count());
        Assert.All(panel.Targets, target => Assert.Contains(
            (target.Source, target.Uid), (IEnumerable<(string, string)>)[("prometheus", "${datasource}"), ("jaeger", "${traces}"), ("loki", "${logs}")]));
    });

    [Fact]
    public void Latencies_over_time_ask_for_exemplars()
    {
        var latencies = Panels.Where(panel => panel.Type == "timeseries" && panel.Unit == "s" && panel.Expressions.Any(IsQuantile)).ToList();

        Assert.NotEmpty(latencies);
        Assert.All(latencies, panel =>
        {
            Assert.Contains(panel.Targets, target => target.Spec["exemplar"]!.GetValue<bool>());
            Assert.NotEmpty(panel.Defaults["links"]!.AsArray());
        });

        static bool IsQuantile(string expression) => expression.Contains("histogram_quantile", StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_in_a_table_opens_as_a_waterfall_in_Jaeger_and_with_its_logs()
    {
        var searches = Panels.Where(panel => panel.Type == "table" && panel.Targets.Any(target => target.Source == "jaeger")).ToList();

        Assert.NotEmpty(searches);
        Assert.All(searches, panel =>
        {
            var urls = panel.FieldConfig["overrides"]!.AsArray().SelectMany(one => one!["properties"]!.AsArray())
                .Where(property => property!.Text("id") == "links")
                .SelectMany(property => property!["value"]!.AsArray())
                .Select(link => link!.Text("url")).ToList();
            Assert.Contains(urls, url => url.StartsWith("/d/02-primitive-drilldown", StringComparison.Ordinal) && url.Contains("var-trace=${__value.raw}", StringComparison.Ordinal));
            Assert.Contains(urls, url => Opens(url, "${traces}"));
            Assert.Contains(urls, url => Opens(url, "${logs}"));
        });
    }

    [Fact]
    public void Every_link_leads_to_a_board_or_to_a_state_that_Explore_can_read() => Assert.All(Panels.SelectMany(LinksOf), url =>
    {
        if (url.StartsWith("/d/", StringComparison.Ordinal))
        {
            Assert.Contains(url[3..].Split('?')[0], BoardFile.All.Select(board => board.Uid));
        }
        else
        {
            Assert.NotNull(ExploreState(url));
        }
    });

    [Fact]
    public void A_node_graph_fed_by_Prometheus_gets_nodes_and_edges_with_the_fields_it_needs()
    {
        var map = BoardFile.Named("00-agent-observability").Panels.Single(panel => panel.Title == "Service map");

        Assert.Equal("nodeGraph", map.Type);
        Assert.Equal(["nodes", "edges"], map.Targets.Select(target => target.Name));
        Assert.All(map.Targets, target => Assert.Contains("tta_primitive_connections_total", target.Expression, StringComparison.Ordinal));
        Assert.All(map.Targets, target => Assert.Equal(("table", true), (target.Format, target.Spec["instant"]!.GetValue<bool>())));
        Assert.Superset(new HashSet<string> { "id", "title" }, PromQl.Of(map.Targets[0].Expression!).Made.ToHashSet());
        Assert.Superset(new HashSet<string> { "id", "source", "target" }, PromQl.Of(map.Targets[1].Expression!).Made.ToHashSet());
    }

    private static bool Opens(string url, string source) =>
        url.StartsWith("/explore", StringComparison.Ordinal) && ExploreState(url)?["a"]?["datasource"]?.GetValue<string>() == source;

    private static JsonNode? ExploreState(string url) => JsonNode.Parse(Uri.UnescapeDataString(url.Split("panes=")[1]));

    private static IEnumerable<string> LinksOf(PanelView panel) =>
        panel.Defaults["links"]!.AsArray().Concat(
                panel.FieldConfig["overrides"]!.AsArray().SelectMany(one => one!["properties"]!.AsArray())
                    .Where(property => property!.Text("id") == "links").SelectMany(property => property!["value"]!.AsArray()))
            .Select(link => link!.Text("url"));
}
