using System.Net;
using System.Text.RegularExpressions;
using Observatory.Hosting;
using Tta.Observatory.Tests.Dashboards.Support;
using Tta.Observatory.Tests.Prometheus;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Dashboards;

public sealed partial class BoardPageTests
{
    private const string Script = "<script>alert('x')</script>";

    [Theory]
    [InlineData("timeseries", "<path")]
    [InlineData("stat", "<strong")]
    [InlineData("gauge", "gauge-value")]
    [InlineData("bargauge", "bar-value")]
    [InlineData("piechart", "slice")]
    [InlineData("table", "<td")]
    public async Task A_panel_shows_what_Prometheus_answers(string type, string drawn)
    {
        await using var boards = await StartAsync(BoardHarness.Panel(type, "up{job='x'}", """ "fieldConfig":{"defaults":{"unit":"percent","decimals":1}} """));
        boards.Prometheus.OnQuery("up", FakePrometheus.Matrix(("\"job\":\"the job\"", [(Now() - 60, "41"), (Now() - 30, "42")])));

        var panel = BoardHarness.PanelOf(await boards.PageAsync("/d/b"), "panel-1");

        Assert.Contains($"data-type=\"{type}\" data-state=\"data\"", panel, StringComparison.Ordinal);
        Assert.Contains(drawn, panel, StringComparison.Ordinal);
        Assert.Contains("42.0%", panel, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queries_have_their_variables_filled_and_a_step_of_whole_scrapes()
    {
        await using var boards = await StartAsync(
            BoardHarness.Panel("timeseries", "rate(m{h=~\\\"$h\\\"}[$__rate_interval])"),
            """ "time":{"from":"now-30m","to":"now"},"templating":{"list":[{"name":"h","type":"custom","query":"a.b,c","multi":true,"includeAll":true,"current":{"value":["$__all"]}}]} """);

        await boards.PageAsync("/d/b?var-h=a.b&var-h=c");

        var (path, asked) = Assert.Single(boards.Prometheus.Asked);
        Assert.EndsWith("query_range", path, StringComparison.Ordinal);
        Assert.Equal("rate(m{h=~\"(a\\\\.b|c)\"}[1m])", asked["query"]);
        Assert.Equal("15", asked["step"]);
        Assert.Equal(0, double.Parse(asked["start"], System.Globalization.CultureInfo.InvariantCulture) % 15);
    }

    [Fact]
    public async Task Only_the_open_tab_is_asked_for_and_tabs_are_links()
    {
        await using var boards = await BoardHarness.StartAsync(boards: [("v2.json", Tabs)]);

        var first = await boards.PageAsync("/d/tabs?from=now-1h&to=now");
        var askedFirst = boards.Prometheus.Expressions.ToList();
        boards.Prometheus.Asked.Clear();
        var second = await boards.PageAsync("/d/tabs?tab=second-tab");

        Assert.Equal(["first"], askedFirst);
        Assert.Equal(["second"], boards.Prometheus.Expressions);
        Assert.Contains("<a href=\"/d/tabs?from=now-1h&amp;to=now&amp;tab=second-tab\">Second tab</a>", first, StringComparison.Ordinal);
        Assert.Contains("tab=second-tab\" aria-current=\"page\">Second tab</a>", second, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"panel-1\"", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_row_asks_nothing_until_it_is_opened()
    {
        await using var boards = await StartAsync("""{"id":9,"type":"row","title":"More","collapsed":true,"gridPos":{"y":1},"panels":[{"id":1,"type":"stat","title":"In it","targets":[{"refId":"A","expr":"hidden"}]}]}""");

        var closed = await boards.PageAsync("/d/b");
        Assert.Empty(boards.Prometheus.Asked);
        var open = await boards.PageAsync("/d/b?rows=row-9");

        Assert.Contains("href=\"/d/b?rows=row-9#row-9\" aria-expanded=\"false\"", closed, StringComparison.Ordinal);
        Assert.DoesNotContain("In it", closed, StringComparison.Ordinal);
        Assert.Contains("href=\"/d/b#row-9\" aria-expanded=\"true\"", open, StringComparison.Ordinal);
        Assert.Equal(["hidden"], boards.Prometheus.Expressions);
    }

    [Fact]
    public async Task One_panel_can_be_seen_alone()
    {
        await using var boards = await StartAsync(BoardHarness.Panel("stat", "one") + "," + BoardHarness.Panel("stat", "two", id: 2));

        var page = await boards.PageAsync("/d/b?viewPanel=2");
        var missing = await boards.PageAsync("/d/b?viewPanel=7");

        Assert.Contains("id=\"panel-2\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"panel-1\"", page, StringComparison.Ordinal);
        Assert.Contains("no panel 7", missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_question_is_asked_once_for_the_whole_page()
    {
        await using var boards = await StartAsync(string.Join(',', Enumerable.Range(1, 5).Select(i => BoardHarness.Panel("stat", "same", id: i))));

        await boards.PageAsync("/d/b");

        Assert.Single(boards.Prometheus.Asked);
    }

    [Fact]
    public async Task An_error_is_said_in_its_panel_and_the_others_are_drawn()
    {
        await using var boards = await StartAsync(BoardHarness.Panel("stat", "broken") + "," + BoardHarness.Panel("stat", "fine", id: 2) + "," + BoardHarness.Panel("stat", "nothing", """ "fieldConfig":{"defaults":{"noValue":"no traffic"}} """, 3));
        boards.Prometheus.OnQuery("broken", """{"status":"error","error":"parse error: <b>"}""", HttpStatusCode.BadRequest).OnQuery("fine", FakePrometheus.Vector(("", 7)));

        var page = await boards.PageAsync("/d/b");

        Assert.Contains("data-state=\"error\"", BoardHarness.PanelOf(page, "panel-1"), StringComparison.Ordinal);
        Assert.Contains("Prometheus: parse error: &lt;b&gt;", BoardHarness.PanelOf(page, "panel-1"), StringComparison.Ordinal);
        Assert.Contains(">7<", BoardHarness.PanelOf(page, "panel-2"), StringComparison.Ordinal);
        Assert.Contains("data-state=\"empty\"", BoardHarness.PanelOf(page, "panel-3"), StringComparison.Ordinal);
        Assert.Contains("no traffic", BoardHarness.PanelOf(page, "panel-3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Prometheus_that_does_not_answer_costs_panels_not_the_page()
    {
        await using var boards = await BoardHarness.StartAsync(limits: new() { Timeout = TimeSpan.FromMilliseconds(50) }, boards: [("b.json", BoardHarness.Board(BoardHarness.Panel("stat", "slow")))]);
        boards.Prometheus.On("/query_range", async cancellation =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException();
        });

        Assert.Contains("did not answer within", BoardHarness.PanelOf(await boards.PageAsync("/d/b"), "panel-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_drawn_says_so_by_name()
    {
        await using var boards = await StartAsync(BoardHarness.Panel("barchart", "up") + "," + BoardHarness.Panel("table", "up", """ "transformations":[{"id":"calculateField"}] """, 2) +
            """,{"id":3,"type":"stat","targets":[{"refId":"A","datasource":{"type":"mysql","uid":"x"},"rawSql":"select 1"}]}""");

        var page = await boards.PageAsync("/d/b");

        Assert.Contains("data-state=\"unsupported\"", BoardHarness.PanelOf(page, "panel-1"), StringComparison.Ordinal);
        Assert.Contains("Not drawn here: panel type barchart", BoardHarness.PanelOf(page, "panel-1"), StringComparison.Ordinal);
        Assert.Contains("transformation calculateField", BoardHarness.PanelOf(page, "panel-2"), StringComparison.Ordinal);
        Assert.Contains("data source of type mysql", BoardHarness.PanelOf(page, "panel-3"), StringComparison.Ordinal);
        Assert.Single(boards.Prometheus.Asked);
    }

    [Fact]
    public async Task Exemplars_are_links_to_their_traces()
    {
        var target = """{"refId":"A","datasource":{"type":"prometheus"},"expr":"latency","exemplar":true}""";
        await using var boards = await StartAsync($$"""{"id":1,"type":"timeseries","targets":[{{target}}]},{"id":2,"type":"stat","targets":[{{target}}]}""");
        boards.Prometheus.On("/query_range", FakePrometheus.Matrix(("", [(Now() - 60, "1"), (Now() - 30, "2")])))
            .On("/query_exemplars", FakePrometheus.Success($$"""[{"seriesLabels":{},"exemplars":[{"labels":{"trace_id":"abc123"},"value":"1.5","timestamp":{{Now() - 45}}},{"labels":{"traceID":"def"},"value":"1","timestamp":{{Now() - 40}}},{"labels":{"trace_id":"../x"},"value":"1","timestamp":{{Now() - 40}}}]}]"""));

        var page = await boards.PageAsync("/d/b");

        Assert.Equal(["/trace/abc123", "/trace/def"], Exemplar().Matches(page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.Single(boards.Prometheus.Asked, a => a.Path.EndsWith("query_exemplars", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Traces_and_logs_are_answered_from_what_is_stored_here()
    {
        await using var boards = await StartAsync("""
            {"id":1,"type":"table","targets":[{"refId":"A","datasource":{"type":"jaeger"},"queryType":"search","service":"front","tags":"$tags","limit":20}],
             "fieldConfig":{"defaults":{"unit":"string"},"overrides":[{"matcher":{"id":"byName","options":"Trace ID"},"properties":[{"id":"links","value":[{"title":"w","url":"/d/b?${__url_time_range}&var-trace=${__value.raw}"}]}]}]}},
            {"id":2,"type":"traces","targets":[{"refId":"A","datasource":{"type":"jaeger"},"query":"$trace"}],"fieldConfig":{"defaults":{"noValue":"click a trace"}}},
            {"id":3,"type":"nodeGraph","targets":[{"refId":"A","datasource":{"type":"jaeger"},"queryType":"dependencyGraph"}]},
            {"id":4,"type":"logs","targets":[{"refId":"A","datasource":{"type":"loki"},"expr":"{service_name=~\"fr.+\"}"}]}
            """, """ "time":{"from":"now-9y","to":"now"},"templating":{"list":[{"name":"trace","type":"textbox"},{"name":"tags","type":"textbox"}]} """);
        await boards.Observatory.StoreAsync(
            new TestSpan { Trace = 0x77, Id = 1, Service = "front", Name = "the root", Attributes = [("color", "red")] },
            new TestSpan { Trace = 0x77, Id = 2, Parent = 1, Service = "back", Name = "the child", Start = TimeSpan.FromMilliseconds(1) });

        var page = await boards.PageAsync("/d/b");
        var later = await boards.PageAsync("/d/b?from=2000000000000&to=2100000000000");
        var chosen = await boards.PageAsync("/d/b?var-trace=77&var-tags=color%3Dblue");

        Assert.Contains("&amp;var-trace=0000000000000077\"", BoardHarness.PanelOf(page, "panel-1"), StringComparison.Ordinal);
        Assert.Contains("front: the root", BoardHarness.PanelOf(page, "panel-1"), StringComparison.Ordinal);
        Assert.Contains("click a trace", BoardHarness.PanelOf(page, "panel-2"), StringComparison.Ordinal);
        Assert.Contains("back", BoardHarness.PanelOf(page, "panel-3"), StringComparison.Ordinal);
        Assert.DoesNotContain("the root", BoardHarness.PanelOf(later, "panel-1"), StringComparison.Ordinal);
        Assert.Contains("the child", chosen, StringComparison.Ordinal);
        Assert.DoesNotContain("the root", BoardHarness.PanelOf(chosen, "panel-1"), StringComparison.Ordinal);
        Assert.Contains("data-state=\"empty\"", BoardHarness.PanelOf(page, "panel-4"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_comes_from_files_answers_and_addresses_is_text()
    {
        var text = Script.Replace("'", "\\u0027", StringComparison.Ordinal);
        await using var boards = await StartAsync(
            """{"id":1,"type":"table","title":"TEXT","description":"TEXT","links":[{"title":"bad","url":"javascript:alert(1)"}],"targets":[{"refId":"A","expr":"m","format":"table","instant":true}],"fieldConfig":{"defaults":{"links":[{"title":"TEXT","url":"javascript:alert(1)"}]}}},{"id":2,"type":"text","options":{"mode":"markdown","content":"TEXT [x](javascript:alert)"}}""".Replace("TEXT", text, StringComparison.Ordinal),
            """ "description":"TEXT","tags":["TEXT"],"links":[{"type":"link","title":"TEXT","url":"javascript:alert(1)"}],"templating":{"list":[{"name":"v","label":"TEXT","type":"textbox"},{"name":"w","type":"custom","query":"TEXT","multi":true}]} """.Replace("TEXT", text, StringComparison.Ordinal));
        boards.Prometheus.OnQuery("m", FakePrometheus.Vector(($"\"l\":\"{text}\"", 1)));

        foreach (var path in (string[])["/d/b", $"/d/b?var-v={Uri.EscapeDataString(Script)}&var-w={Uri.EscapeDataString(Script)}&from={Uri.EscapeDataString(Script)}&viewPanel={Uri.EscapeDataString(Script)}&refresh={Uri.EscapeDataString(Script)}&tab={Uri.EscapeDataString(Script)}&rows={Uri.EscapeDataString(Script)}", "/dashboards"])
        {
            var page = await boards.PageAsync(path);
            Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
            Assert.DoesNotContain("href=\"javascript", page, StringComparison.Ordinal);
            Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Variables_have_controls_that_need_no_script()
    {
        await using var boards = await StartAsync(BoardHarness.Panel("stat", "up"), """
            "templating":{"list":[{"name":"one","label":"One","type":"custom","query":"a,b","current":{"value":"b"}},{"name":"many","label":"Many","type":"custom","query":"c,d","multi":true,"includeAll":true},
              {"name":"text","label":"Text","type":"textbox","query":"t"},{"name":"gone","type":"custom","query":"x,y","hide":2},{"name":"ds","type":"datasource","query":"prometheus","current":{"value":"prometheus"}}]}
            """);

        var page = await boards.PageAsync("/d/b?var-many=d&var-gone=y");

        Assert.Contains("<form class=\"board-controls\" method=\"get\" action=\"/d/b\">", page, StringComparison.Ordinal);
        Assert.Contains("<option value=\"b\" selected>b</option>", page, StringComparison.Ordinal);
        Assert.Contains("<input type=\"checkbox\" name=\"var-many\" value=\"c\"> c", page, StringComparison.Ordinal);
        Assert.Contains("<input type=\"checkbox\" name=\"var-many\" value=\"d\" checked> d", page, StringComparison.Ordinal);
        Assert.Contains("<input name=\"var-text\" value=\"t\"", page, StringComparison.Ordinal);
        Assert.Contains("<input type=\"hidden\" name=\"var-gone\" value=\"y\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"var-ds\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_range_and_the_refresh_are_chosen_by_links_and_fields()
    {
        await using var boards = await StartAsync(BoardHarness.Panel("stat", "up", """ "timeFrom":"5m" """), """ "time":{"from":"now-30m","to":"now"},"refresh":"10s" """);

        var page = await boards.PageAsync("/d/b");
        var other = await boards.PageAsync("/d/b?from=1700000000000&to=1700003600000&refresh=off");
        var wrong = await boards.PageAsync("/d/b?from=tomorrow");

        Assert.Contains("data-refresh=\"10000\"", page, StringComparison.Ordinal);
        Assert.Contains("Last 30 minutes", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/d/b?from=now-6h&amp;to=now\"", page, StringComparison.Ordinal);
        Assert.Contains(">Last 5 minutes</span>", BoardHarness.PanelOf(page, "panel-1"), StringComparison.Ordinal);
        Assert.Contains("data-refresh=\"0\"", other, StringComparison.Ordinal);
        Assert.Contains(
            "<time datetime=\"2023-11-14T22:13:20Z\">2023-11-14 22:13:20</time> to <time datetime=\"2023-11-14T23:13:20Z\">2023-11-14 23:13:20 UTC</time>", other,
            StringComparison.Ordinal);
        Assert.Contains("time range can't be used", wrong, StringComparison.Ordinal);
        Assert.Contains("Last 30 minutes", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Boards_with_the_same_tags_are_linked_with_time_and_variables()
    {
        const string variable = """ "templating":{"list":[{"name":"v","type":"textbox"}]} """;
        await using var boards = await BoardHarness.StartAsync(boards:
        [
            ("a.json", $$"""{"uid":"a","title":"A","tags":["t"],"panels":[],"links":[{"type":"dashboards","title":"Boards","tags":["t"],"keepTime":true,"includeVars":true}],{{variable}}}"""),
            ("b.json", $$"""{"uid":"b","title":"B","tags":["t"],"panels":[],{{variable}}}"""), ("c.json", """{"uid":"c","title":"C","tags":["u"],"panels":[]}"""),
        ]);

        var page = await boards.PageAsync("/d/a/any-slug?from=now-2h&to=now&var-v=1&var-other=2&tab=x");

        Assert.Contains("href=\"/d/b?from=now-2h&amp;to=now&amp;var-v=1\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/d/c", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marks_on_the_time_axis_come_from_annotation_queries()
    {
        await using var boards = await StartAsync(BoardHarness.Panel("timeseries", "value"), """
            "annotations":{"list":[{"builtIn":1,"enable":true,"datasource":{"type":"grafana"}},{"name":"Starts","enable":true,"expr":"starts","titleFormat":"{{job}} began","textFormat":"A new process."},{"name":"New","enable":true,"target":{"expr":"newer"},"titleFormat":"N"},{"name":"Off","enable":false,"expr":"off"}]}
            """);
        boards.Prometheus.OnQuery("starts", FakePrometheus.Matrix(("\"job\":\"w\"", [(Now() - 300, "1"), (Now() - 60, "0")]))).OnQuery("value", FakePrometheus.Matrix(("", [(Now() - 400, "1"), (Now() - 30, "2")])));

        Assert.Contains("w began: A new process.", await boards.PageAsync("/d/b"), StringComparison.Ordinal);
        Assert.Equal(["newer", "starts", "value"], boards.Prometheus.Expressions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_board_that_is_not_there_is_not_found()
    {
        await using var boards = await StartAsync(BoardHarness.Panel("stat", "up"));

        Assert.Contains("No such dashboard", await boards.PageAsync("/d/nope", HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_to_Explore_are_led_on()
    {
        await using var boards = await StartAsync(BoardHarness.Panel("stat", "up"));

        using var response = await boards.Observatory.Http.GetAsync(boards.Observatory.Uri(ListenerRoles.Ui, "/explore?panes=" + Uri.EscapeDataString("""{"a":{"queries":[{"query":"ab"}]}}""")));

        Assert.Equal((HttpStatusCode.Redirect, "/trace/00000000000000ab"), (response.StatusCode, response.Headers.Location?.ToString()));
        await boards.PageAsync("/explore?panes=%7B", HttpStatusCode.BadRequest);
        await boards.PageAsync("/explore", HttpStatusCode.NotFound);
    }

    private const string Tabs = """
        {"apiVersion":"dashboard.grafana.app/v2","kind":"Dashboard","metadata":{"name":"tabs"},"spec":{"title":"Tabs","elements":{
          "a":{"kind":"Panel","spec":{"id":1,"title":"A","data":{"kind":"QueryGroup","spec":{"queries":[{"spec":{"refId":"A","query":{"group":"prometheus","spec":{"expr":"first"}}}}]}},"vizConfig":{"group":"stat","spec":{}}}},
          "b":{"kind":"Panel","spec":{"id":2,"title":"B","data":{"kind":"QueryGroup","spec":{"queries":[{"spec":{"refId":"A","query":{"group":"prometheus","spec":{"expr":"second"}}}}]}},"vizConfig":{"group":"stat","spec":{}}}}},
          "layout":{"kind":"TabsLayout","spec":{"tabs":[
            {"spec":{"title":"First tab","layout":{"kind":"GridLayout","spec":{"items":[{"spec":{"x":0,"y":0,"width":6,"height":4,"element":{"name":"a"}}}]}}}},
            {"spec":{"title":"Second tab","layout":{"kind":"GridLayout","spec":{"items":[{"spec":{"x":0,"y":0,"width":6,"height":4,"element":{"name":"b"}}}]}}}}]}}}}
        """;

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 15 * 15;

    private static Task<BoardHarness> StartAsync(string panels, string rest = "") => BoardHarness.StartAsync(boards: [("b.json", BoardHarness.Board(panels, rest))]);

    [GeneratedRegex("<a class=\"exemplar[^>]* href=\"([^\"]+)\"")]
    private static partial Regex Exemplar();
}
