using System.Text.Json;
using Observatory.Charts.Formats;
using Observatory.Dashboards.Data;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Reading;
using Observatory.Dashboards.Transformations;
using Observatory.Dashboards.Variables;
using Observatory.Prometheus;

namespace Tta.Observatory.Tests.Dashboards;

public sealed class FrameTests
{
    [Theory]
    [InlineData("{{a}} and {{ b }}{{c}}", "1 and 2")]
    [InlineData("{{scheme}}", "m{a=\"1\", b=\"2\"}")]
    [InlineData(null, "m{a=\"1\", b=\"2\"}")]
    public void A_series_is_named_by_its_legend_or_its_labels(string? legend, string expected)
    {
        var frame = PrometheusFrames.Series("A", Result(Series(1, ("__name__", "m"), ("a", "1"), ("b", "2"))), "m", legend).Single();

        Assert.Equal(expected, frame.Fields[1].DisplayName);
    }

    [Fact]
    public void A_table_has_time_then_the_labels_then_the_value()
    {
        var frame = PrometheusFrames.Table("B", Result(Series(1, ("z", "1"), ("a", "x")), Series(2, ("a", "y"))), "Value #B");

        Assert.Equal(["Time", "a", "z", "Value #B"], frame.Fields.Select(f => f.Name));
        Assert.Equal(["x", "y"], frame.Fields[1].Texts.ToList());
        Assert.Equal(["1", null], frame.Fields[2].Texts.ToList());
        Assert.Equal([1, 2], frame.Fields[3].Numbers);
    }

    [Fact]
    public void Buckets_are_ordered_by_bound_and_hold_what_is_in_them_alone()
    {
        PrometheusSeries Bucket(string le, params double[] values) => new(new Dictionary<string, string> { ["le"] = le }, [1000, 2000], values);

        var frames = PrometheusFrames.Buckets("A", Result(Bucket("+Inf", 10, 9), Bucket("0.5", 4, 4), Bucket("10", 9, 9), Bucket("1", 9, 3))).ToList();

        Assert.Equal(["0.5", "1", "10", "+Inf"], frames.Select(f => f.Fields[1].Name));
        Assert.Equal([[4, 4], [5, 0], [0, 6], [1, 0]], frames.Select(f => f.Fields[1].Numbers));
    }

    [Theory]
    [InlineData("last", double.NaN)]
    [InlineData("lastNotNull", 4)]
    [InlineData("first", 1)]
    [InlineData("min", 1)]
    [InlineData("max", 5)]
    [InlineData("mean", 10.0 / 3)]
    [InlineData("sum", 10)]
    [InlineData("count", 3)]
    [InlineData("range", 4)]
    [InlineData("diff", 3)]
    [InlineData("delta", 8)]
    [InlineData("median", 4)]
    [InlineData("distinctCount", 3)]
    [InlineData("p50", 4)]
    public void Calculations_pass_over_gaps(string calculation, double expected) => Assert.Equal(expected, Reducer.Of([1, double.NaN, 5, 4, double.NaN], calculation), 9);

    [Fact]
    public void Nothing_reduces_to_nothing()
    {
        Assert.Equal(0, Reducer.Of([], "count"));
        Assert.True(double.IsNaN(Reducer.Of([], "sum")));
        Assert.True(double.IsNaN(Reducer.Of([double.NaN], "mean")));
    }

    [Fact]
    public void Merging_joins_the_rows_that_share_their_common_columns()
    {
        var merged = Run(
            [Table("A", Text("name", "a", "b"), Number("Value #A", 1.0, 2.0)), Table("B", Text("name", "b", "c"), Number("Value #B", 20.0, 30.0))],
            """[{"id":"merge","options":{}}]""").Single();

        Assert.Equal(["name", "Value #A", "Value #B"], merged.Fields.Select(f => f.Name));
        Assert.Equal(["a", "b", "c"], merged.Fields[0].Texts.ToList());
        Assert.Equal([1, 2, double.NaN], merged.Fields[1].Numbers);
        Assert.Equal([double.NaN, 20, 30], merged.Fields[2].Numbers);
    }

    [Fact]
    public void Merging_passes_over_queries_without_an_answer() =>
        Assert.Equal(["a"], Run([Table("A", Text("name", "a"), Number("Value #A", 1.0)), Table("B", Number("Value #B"))], """[{"id":"merge"}]""").Single().Fields[0].Texts.ToList());

    [Fact]
    public void Tables_are_organised_sorted_and_cut()
    {
        var frame = Run(
            [Table("A", Number("Time", 1.0, 1.0, 1.0, 1.0), Text("name", "a", "b", "c", "d"), Number("Value", 2.0, 3.0, double.NaN, 1.0))],
            """
            [{"id":"organize","options":{"excludeByName":{"Time":true},"indexByName":{"Value":0,"name":1},"renameByName":{"Value":"Per second"}}},
             {"id":"sortBy","options":{"sort":[{"field":"Per second","desc":true}]}},{"id":"limit","options":{"limitField":3}}]
            """).Single();

        Assert.Equal([("Value", "Per second"), ("name", "name")], frame.Fields.Select(f => (f.Name, f.DisplayName)));
        Assert.Equal(["b", "a", "d"], frame.Fields[1].Texts.ToList());
    }

    [Fact]
    public void Sorting_by_a_field_that_is_not_there_changes_nothing() =>
        Assert.Equal(["b", "a"], Run([Table("A", Text("name", "b", "a"))], """[{"id":"sortBy","options":{"sort":[{"field":"gone"}]}}]""").Single().Fields[0].Texts.ToList());

    [Fact]
    public void Nothing_is_transformed_after_what_is_not_known()
    {
        var frame = Run([Table("A", Number("a", 3.0, 1.0), Number("b", 1.0, 2.0))], """[{"id":"organize","options":{"renameByName":{"a":"c"}}},{"id":"calculateField"},{"id":"sortBy","options":{"sort":[{"field":"c"}]}}]""").Single();

        Assert.Equal("c", frame.Fields[0].DisplayName);
        Assert.Equal([3, 1], frame.Fields[0].Numbers);
    }

    [Fact]
    public void Overrides_are_stronger_than_defaults_and_the_sources_unit_in_between()
    {
        var panel = new Panel
        {
            Id = 1,
            Type = "table",
            Defaults = FieldOptions.None.With(Json("""{"unit":"string","custom":{"lineWidth":1,"stacking":{"mode":"normal"}}}""")),
            Overrides = DashboardReader.Overrides(Json("""
                [{"matcher":{"id":"byName","options":"x"},"properties":[{"id":"unit","value":"s"},{"id":"custom.lineWidth","value":3}]},
                 {"matcher":{"id":"byRegexp","options":"/^y/"},"properties":[{"id":"displayName","value":"is ${__field.labels.l}"}]},
                 {"matcher":{"id":"byType","options":"time"},"properties":[{"id":"noValue","value":"never"}]},
                 {"matcher":{"id":"byFrameRefID","options":"B"},"properties":[{"id":"min","value":7}]},
                 {"matcher":{"id":"byNames","options":{"mode":"exclude","names":["x","y1","d"]}},"properties":[{"id":"max","value":9}]}]
                """)),
        };
        Field One(string name) => Field.OfNumbers(name, [1]) with { Labels = new Dictionary<string, string> { ["l"] = name } };

        var frames = FieldDecoration.Apply(
            [new("A", [Field.OfNumbers("Time", [1], FieldKind.Time), One("x"), One("y1"), One("z"), One("d") with { OwnUnit = "µs" }]), new("B", [One("x")])], panel, Scope.Empty);

        var fields = frames[0].Fields;
        Assert.Equal(["string", "s", "string", "string", "µs"], fields.Select(f => f.Options.Unit));
        Assert.Equal("never", fields[0].Options.NoValue);
        Assert.Equal((3, "normal"), (fields[1].Options.CustomAt("lineWidth").Number, fields[1].Options.CustomAt("stacking", "mode").Text));
        Assert.Equal("is y1", fields[2].DisplayName);
        Assert.Equal(9, fields[3].Options.Max);
        Assert.Null(fields[4].Options.Max);
        Assert.Equal([0, 1, 2, 3], fields.Skip(1).Select(f => f.Index));
        Assert.Equal((7, 4), (frames[1].Fields[0].Options.Min, frames[1].Fields[0].Index));
    }

    [Fact]
    public void Links_know_value_field_labels_and_the_row()
    {
        var frame = Table("A", Text("Trace ID", "t&1", "t2"), Number("n", 5.0, 6.0));
        var field = frame.Fields[1] with { Labels = new Dictionary<string, string> { ["job"] = "a b" } };

        var scope = FieldScope.Of(Scope.Empty, frame, field, 0);

        Assert.Equal(
            "5 a%20b n t%261 t%261 5 ${__data.fields.gone}",
            scope.Fill("${__value.raw} ${__field.labels.job} ${__field.name} ${__data.fields[\"Trace ID\"]} ${__data.fields[0].text} ${__data.fields.n.numeric} ${__data.fields.gone}", "percentencode"));
    }

    [Fact]
    public void Mappings_are_read_of_every_kind()
    {
        var mappings = MappingReader.Read(Json("""
            [{"type":"value","options":{"0":{"text":"Down","color":"red","index":0},"1":{"text":"Up"}}},{"type":"range","options":{"from":5,"to":null,"result":{"text":"many"}}},
             {"type":"regex","options":{"pattern":"^a","result":{"text":"A"}}},{"type":"special","options":{"match":"null+nan","result":{"text":"none"}}}]
            """));
        string? Of(double value) => mappings.FirstOrDefault(m => m.Matches(value))?.Text;

        Assert.Equal("Down Up - many none", string.Join(' ', new[] { 0, 1, 2, 500, double.NaN }.Select(v => Of(v) ?? "-")));
        Assert.Equal("A", mappings.First(m => m.Matches("abc")).Text);
    }

    private static Node Json(string json) => new(JsonDocument.Parse(json).RootElement);

    private static IReadOnlyList<Frame> Run(IReadOnlyList<Frame> frames, string transformations) =>
        Transformer.Run(frames, Json(transformations).Items.Select(t => new Transformation(t["id"].Text!, t["options"])));

    private static Frame Table(string refId, params Field[] columns) => new(refId, columns);

    private static Field Text(string name, params string[] texts) => Field.OfTexts(name, texts);

    private static Field Number(string name, params double[] numbers) => Field.OfNumbers(name, numbers, name == "Time" ? FieldKind.Time : FieldKind.Number);

    private static PrometheusResult Result(params PrometheusSeries[] series) => new(series, [], 0);

    private static PrometheusSeries Series(double value, params (string, string)[] labels) => new(new SortedDictionary<string, string>(labels.ToDictionary(l => l.Item1, l => l.Item2), StringComparer.Ordinal), [1000], [value]);
}
