using System.Text;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Panels;
using Observatory.Dashboards.Reading;

namespace Tta.Observatory.Tests.Dashboards;

public sealed class DashboardReaderTests
{
    [Fact]
    public void Panels_after_a_row_belong_to_it_and_a_collapsed_row_keeps_its_own()
    {
        var board = Read("""
            {"title":"T","panels":[
              {"id":1,"type":"stat","gridPos":{"x":0,"y":0,"w":4,"h":4}},
              {"id":2,"type":"row","title":"Open","gridPos":{"y":4}},
              {"id":4,"type":"stat","gridPos":{"x":12,"y":5,"w":12,"h":4}},
              {"id":3,"type":"stat","gridPos":{"x":0,"y":5,"w":12,"h":4}},
              {"id":5,"type":"row","title":"Closed","collapsed":true,"gridPos":{"y":9},"panels":[{"id":6,"type":"gauge"}]}]}
            """);

        Assert.Equal([1], board.Layout.Panels.Select(p => p.Id));
        Assert.Equal([("Open", false), ("Closed", true)], board.Layout.Rows.Select(r => (r.Title, r.IsCollapsed)));
        Assert.Equal([3, 4], board.Layout.Rows[0].Content.Panels.Select(p => p.Id));
        Assert.Equal([6], board.Layout.Rows[1].Content.Panels.Select(p => p.Id));
        Assert.Equal("file", board.Uid);
    }

    [Fact]
    public void A_place_outside_the_grid_is_brought_into_it()
    {
        var panel = Read("""{"panels":[{"id":1,"type":"stat","gridPos":{"x":30,"y":-4,"w":90,"h":4000}}]}""").Layout.Panels[0];

        Assert.Equal(new PanelPlace(23, 0, 1, 60), panel.Place);
    }

    [Fact]
    public void What_cannot_be_drawn_is_named()
    {
        var panels = Read("""
            {"panels":[
              {"id":1,"type":"barchart"},
              {"id":2,"type":"table","repeat":"host","transformations":[{"id":"merge"},{"id":"calculateField"},{"id":"heatmap","disabled":true}],
               "fieldConfig":{"overrides":[{"matcher":{"id":"byValue","options":{}},"properties":[]},{"matcher":{"id":"byName","options":"a"},"properties":[{"id":"unit","value":"s"},{"id":"sparkle","value":1}]}]}}]}
            """).Layout.Panels;

        Assert.Equal(["panel type barchart"], panels[0].Unsupported);
        Assert.Null(PanelKinds.Find(panels[0].Type));
        Assert.Equal(["repeat by host", "transformation calculateField", "override byValue", "property sparkle"], panels[1].Unsupported);
    }

    [Fact]
    public void What_old_boards_say_in_their_way_is_named()
    {
        var panels = Read("""
            {"panels":[{"id":1,"type":"graph","yaxes":[{"format":"bytes"}]},{"id":2,"type":"singlestat","format":"s"},{"id":3,"type":"table","styles":[{}]},
              {"id":4,"type":"gauge","options":{"fieldOptions":{"calcs":["max"]}}},{"id":5,"type":"heatmap","dataFormat":"tsbuckets"}]}
            """).Layout.Panels;

        Assert.Equal(
            ["panel type graph", "panel type singlestat", "options of an old table", "options of an old gauge", "options of an old heatmap"],
            panels.Select(p => Assert.Single(p.Unsupported)));
    }

    [Fact]
    public void What_is_calculated_coloured_or_drawn_in_a_way_that_is_not_known_is_named()
    {
        var panel = Read("""
            {"panels":[{"id":1,"type":"timeseries","options":{"legend":{"calcs":["mean","logmin","p95","delta"]}},
              "fieldConfig":{"defaults":{"color":{"mode":"continuous-rainbow"},"custom":{"drawStyle":"stairs","stacking":{"mode":"wild"},"fillBelowTo":"x","pointSize":5}},
                "overrides":[{"matcher":{"id":"byName","options":"a"},"properties":[{"id":"custom.cellOptions","value":{"type":"sparkline"}}]}]},
              "transformations":[{"id":"sortBy","options":{"sort":[{"field":"a"},{"field":"b"}]}},{"id":"organize"}]}]}
            """).Layout.Panels[0];

        Assert.Equal(
            [
                "transformation sortBy with more than one field", "transformation organize, which comes after it", "colour mode continuous-rainbow", "draw style stairs", "stacking wild",
                "property custom.fillBelowTo", "cell type sparkline", "calculation logmin",
            ],
            panel.Unsupported);
    }

    [Fact]
    public void Queries_of_the_first_form_of_v2_go_where_they_belong()
    {
        var board = Read("""
            {"apiVersion":"dashboard.grafana.app/v2alpha1","metadata":{"name":"a"},"spec":{"title":"A","elements":{
              "p":{"kind":"Panel","spec":{"id":1,"data":{"spec":{"queries":[
                {"spec":{"refId":"A","datasource":{"type":"loki","uid":"l"},"query":{"kind":"loki","spec":{"expr":"{a=\"b\"}"}}}},
                {"spec":{"refId":"B","query":{"kind":"cloudwatch","spec":{"metricName":"CPU"}}}},
                {"spec":{"refId":"C","datasource":{"type":"prometheus","uid":"p"},"query":{"kind":"prometheus","spec":{"expr":"up"}}}}]}},"vizConfig":{"kind":"timeseries","spec":{}}}}},
              "variables":[{"kind":"QueryVariable","spec":{"name":"v","datasource":{"type":"loki","uid":"l"},"query":{"kind":"loki","spec":{"query":"label_values(x)"}}}}],
              "annotations":[{"spec":{"name":"Deploys","enable":true,"datasource":{"type":"loki","uid":"l"},"query":{"kind":"loki","spec":{"expr":"{a=\"b\"}"}}}}],
              "layout":{"kind":"GridLayout","spec":{"items":[{"kind":"GridLayoutItem","spec":{"element":{"name":"p"}}}]}}}}
            """);

        Assert.Equal(["loki", "cloudwatch", "prometheus"], board.Layout.Panels[0].Queries.Select(q => q.Source.Kind));
        Assert.Equal(("loki", "label_values(x)"), (board.Variables[0].Source.Kind, board.Variables[0].Query));
        Assert.Equal(["annotation Deploys"], board.Unsupported);
        Assert.Empty(board.Annotations);
    }

    [Fact]
    public void Tabs_rows_and_grids_may_be_within_each_other()
    {
        var board = Read(V2("""
            {"kind":"TabsLayout","spec":{"tabs":[
              {"kind":"TabsLayoutTab","spec":{"title":"Same name","layout":{"kind":"RowsLayout","spec":{"rows":[
                {"kind":"RowsLayoutRow","spec":{"title":"Row","collapse":true,"layout":{"kind":"GridLayout","spec":{"items":[
                  {"kind":"GridLayoutItem","spec":{"x":12,"y":0,"width":12,"height":5,"element":{"kind":"ElementReference","name":"two"}}},
                  {"kind":"GridLayoutItem","spec":{"x":0,"y":0,"width":12,"height":5,"element":{"kind":"ElementReference","name":"one"}}}]}}}}]}}}},
              {"kind":"TabsLayoutTab","spec":{"title":"Same name","layout":{"kind":"AutoGridLayout","spec":{"maxColumnCount":2,"rowHeightMode":"short","items":[
                {"kind":"AutoGridLayoutItem","spec":{"element":{"kind":"ElementReference","name":"one"}}},
                {"kind":"AutoGridLayoutItem","spec":{"element":{"kind":"ElementReference","name":"two"}}},
                {"kind":"AutoGridLayoutItem","spec":{"element":{"kind":"ElementReference","name":"one"}}}]}}}}]}}
            """));

        Assert.Equal("v2-board", board.Uid);
        Assert.Equal(["same-name", "same-name-2"], board.Layout.Tabs.Select(t => t.Key));
        var row = Assert.Single(board.Layout.Tabs[0].Content.Rows);
        Assert.True(row.IsCollapsed);
        Assert.Equal(["one", "two"], row.Content.Panels.Select(p => p.Title));
        Assert.Equal([(0, 0, 12, 5), (12, 0, 12, 5), (0, 5, 12, 5)], board.Layout.Tabs[1].Content.Panels.Select(p => (p.Place.X, p.Place.Y, p.Place.Width, p.Place.Height)));
    }

    [Fact]
    public void A_panel_of_the_new_schema_has_queries_options_and_time()
    {
        var panel = Read(V2("""{"kind":"GridLayout","spec":{"items":[{"kind":"GridLayoutItem","spec":{"x":0,"y":0,"width":6,"height":4,"element":{"kind":"ElementReference","name":"one"}}}]}}""")).Layout.Panels[0];

        Assert.Equal(("gauge", "up", "prometheus", "5m", "percent"), (panel.Type, panel.Queries[0].Expression, panel.Queries[0].Source.Type, panel.TimeFrom, panel.Defaults.Unit));
        Assert.Equal("limit", panel.Transformations[0].Id);
    }

    [Fact]
    public void What_a_layout_lacks_or_has_too_much_of_is_named()
    {
        var board = Read(V2("""{"kind":"GridLayout","spec":{"items":[{"kind":"GridLayoutItem","spec":{"element":{"kind":"ElementReference","name":"three"}}}]}}"""));
        var other = Read(V2("""{"kind":"CanvasLayout","spec":{}}"""));

        Assert.Equal(["element three, which is missing"], board.Unsupported);
        Assert.Equal(["layout CanvasLayout"], other.Unsupported);
    }

    [Theory]
    [InlineData("{", "is no JSON")]
    [InlineData("[]", "is no dashboard")]
    [InlineData("{\"a\":1}", "is no dashboard")]
    [InlineData("{\"rows\":[]}", "is no dashboard of today: with rows of panels")]
    public void A_file_that_is_no_board_says_why(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Layouts_deeper_than_anybody_draws_are_refused()
    {
        var layout = """{"kind":"GridLayout","spec":{"items":[]}}""";
        for (var i = 0; i < 12; i++)
        {
            layout = $$$"""{"kind":"RowsLayout","spec":{"rows":[{"kind":"RowsLayoutRow","spec":{"layout":{{{layout}}}}}]}}""";
        }

        Assert.Contains("nested deeper", Assert.Throws<FormatException>(() => Read(V2(layout))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_with_more_panels_than_the_limit_is_refused() =>
        Assert.Contains("501 panels", Assert.Throws<FormatException>(() => Read($$"""{"panels":[{{string.Join(',', Enumerable.Range(0, 501).Select(i => $$"""{"id":{{i}},"type":"stat"}"""))}}]}""")).Message, StringComparison.Ordinal);

    [Fact]
    public void Values_of_the_wrong_kind_are_passed_over()
    {
        var board = Read("""{"title":5,"tags":"x","panels":[{"id":"7","type":"stat","title":{},"targets":{},"fieldConfig":[1],"gridPos":"no"},null,3],"templating":{"list":[{"name":""},{"type":"query"},null]},"links":[{"type":"link"}]}""");

        Assert.Equal("5", board.Title);
        Assert.Equal(7, board.Layout.Panels.First(p => p.Type == "stat").Id);
        Assert.Empty(board.Variables);
        Assert.Empty(board.Links);
    }

    private static Dashboard Read(string json) => DashboardReader.Read(Encoding.UTF8.GetBytes(json), "file");

    private static string V2(string layout) => """
        {"apiVersion":"dashboard.grafana.app/v2","kind":"Dashboard","metadata":{"name":"v2-board"},"spec":{"title":"V2","elements":{
          "one":{"kind":"Panel","spec":{"id":1,"title":"one","data":{"kind":"QueryGroup","spec":{"queries":[{"kind":"PanelQuery","spec":{"refId":"A","hidden":false,"query":{"kind":"DataQuery","group":"prometheus","datasource":{"name":"x"},"spec":{"expr":"up"}}}},
            {"kind":"PanelQuery","spec":{"refId":"B","hidden":true,"query":{"kind":"DataQuery","group":"prometheus","spec":{"expr":"down"}}}}],"transformations":[{"kind":"Transformation","group":"limit","spec":{"options":{"limitField":3}}}],"queryOptions":{"timeFrom":"5m"}}},
            "vizConfig":{"kind":"VizConfig","group":"gauge","spec":{"options":{},"fieldConfig":{"defaults":{"unit":"percent"},"overrides":[]}}}}},
          "two":{"kind":"Panel","spec":{"id":2,"title":"two","vizConfig":{"kind":"VizConfig","group":"stat","spec":{}}}}},
          "layout":LAYOUT}}
        """.Replace("LAYOUT", layout, StringComparison.Ordinal);
}
