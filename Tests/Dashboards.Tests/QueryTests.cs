using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tta.Dashboards.Tests.Reading;
using Tta.Dashboards.Tests.Rules;

namespace Tta.Dashboards.Tests;

public sealed partial class QueryTests
{
    private static IReadOnlyList<(string Where, string Expression)> Queries { get; } =
    [
        .. BoardFile.AllPanels.SelectMany(panel => panel.Expressions.Select(expression => (panel.ToString(), expression))),
        .. BoardFile.WithoutTwins.SelectMany(board => board.AnnotationExpressions.Select(expression => ($"{board.Name} / annotation", expression))),
    ];

    [Theory]
    [InlineData(".*")]
    [InlineData("(draft|facts)")]
    public void Every_query_is_valid_whatever_is_chosen(string choice)
    {
        var file = new StringBuilder("groups:\n- name: dashboards\n  rules:\n");
        foreach (var (index, (where, expression)) in Queries.Index())
        {
            var filled = Quoted(PromQl.Filled(expression, _ => choice));
            file.Append(CultureInfo.InvariantCulture, $"  - record: query_{index}\n    labels: {{ panel: {Quoted(where)} }}\n    expr: {filled}\n");
        }

        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, file.ToString());
            var (exitCode, output) = Tool.Run("promtool", "check", "rules", path);
            Assert.True(exitCode == 0, output);
            Assert.Contains($"{Queries.Count} rules found", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }

        static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
    }

    [Fact]
    public void Every_series_that_is_asked_for_exists() => Assert.All(Queries, query =>
    {
        var metrics = PromQl.Of(query.Expression).Metrics;
        Assert.All(metrics, metric => Assert.True(MetricCatalogue.Find(metric.Name) is not null, $"{query.Where} asks for {metric.Name}, which nobody emits or records"));
    });

    [Fact]
    public void A_series_is_matched_only_by_labels_that_it_has() => Assert.All(Queries, query =>
        Assert.All(PromQl.Of(query.Expression).Metrics, metric =>
            Assert.All(metric.Labels, label => Assert.True(MetricCatalogue.Find(metric.Name)!.Has(label), $"{query.Where}: {metric.Name} has no label {label}"))));

    [Fact]
    public void Results_are_grouped_only_by_labels_that_some_series_in_the_query_has() => Assert.All(Queries, query =>
    {
        var parsed = PromQl.Of(query.Expression);
        Assert.All(parsed.Grouped, label => Assert.True(
            parsed.Made.Contains(label) || parsed.Metrics.Any(metric => MetricCatalogue.Find(metric.Name)!.Has(label)), $"{query.Where}: no series has the label {label}"));
    });

    [Fact]
    public void A_legend_names_only_labels_that_the_result_has() => Assert.All(BoardFile.AllPanels, panel => Assert.All(panel.Targets.Where(target => target.Expression is not null), target =>
    {
        var parsed = PromQl.Of(target.Expression!);
        var labels = LegendLabel().Matches(target.Legend).Select(match => match.Groups[1].Value);
        Assert.All(labels, label => Assert.True(
            parsed.Made.Contains(label) || (parsed.Grouped.Count > 0 ? parsed.Grouped.Contains(label) : parsed.Metrics.Any(metric => MetricCatalogue.Find(metric.Name)!.Has(label))),
            $"{panel}: the result of {target.Expression} has no label {label}"));
    }));

    [Fact]
    public void No_label_holds_an_id() => Assert.All(Queries, query =>
        Assert.DoesNotContain(PromQl.Of(query.Expression).Grouped, label => label.EndsWith("_id", StringComparison.Ordinal)));

    [Fact]
    public void Rates_look_at_the_pace_of_the_panel_or_at_five_minutes() => Assert.All(Queries, query =>
        Assert.All(RateWindow().Matches(query.Expression), match => Assert.Contains(match.Groups[1].Value, (string[])["$__rate_interval", "5m"])));

    [Fact]
    public void Quantiles_are_of_summed_buckets_and_of_something() => Assert.All(Queries.Where(query => query.Expression.Contains("histogram_quantile", StringComparison.Ordinal)), query =>
    {
        Assert.Equal(Count(query.Expression, "histogram_quantile("), Quantile().Count(query.Expression));
        // Of nothing it is NaN, which the comparison drops.
        Assert.Equal(Count(query.Expression, "histogram_quantile("), Count(query.Expression, " >= 0"));
    });

    [Fact]
    public void Over_time_the_largest_are_chosen_once_and_not_anew_at_every_step()
    {
        var choosing = BoardFile.AllPanels.SelectMany(panel => panel.Targets, (panel, target) => (panel, target))
            .Where(one => one.target.Expression?.Contains("topk(", StringComparison.Ordinal) == true && one.target.Spec["range"]!.GetValue<bool>()).ToList();

        Assert.NotEmpty(choosing);
        Assert.All(choosing, one => Assert.True(
            Count(one.target.Expression!, "topk(") == Count(one.target.Expression!, "@ end()"), $"{one.panel}: {one.target.Expression}"));
    }

    [Fact]
    public void Nothing_is_divided_by_what_may_be_zero() => Assert.All(Queries, query =>
        Assert.All(Division().Matches(query.Expression), match =>
        {
            var divisor = Operand(query.Expression[(match.Index + 1)..].TrimStart());
            Assert.True(
                divisor.Contains("> 0", StringComparison.Ordinal) || divisor is "scalar(tta:observed_seconds_5m)" or "$budget",
                $"{query.Where} divides by {divisor}");
        }));

    [Fact]
    public void The_same_question_is_asked_in_the_same_words()
    {
        foreach (var same in Queries.GroupBy(query => PromQl.Normal(query.Expression)))
        {
            var words = same.Select(query => Variable().Replace(query.Expression, "").Replace("{}", "", StringComparison.Ordinal)).Distinct().ToList();
            Assert.True(words.Count == 1, $"{string.Join(", ", same.Select(query => query.Where))} ask for one thing in {words.Count} ways");
        }
    }

    [Fact]
    public void What_Prometheus_records_is_not_computed_again()
    {
        // A rule that only gives another name to a recorded figure computes nothing.
        var recorded = RecordedMetrics.Rules.Where(rule => MetricCatalogue.Find(rule.Expression.Trim()) is null).DistinctBy(rule => PromQl.Normal(rule.Expression)).ToDictionary(rule => PromQl.Normal(rule.Expression), rule => rule.Name);
        Assert.All(Queries, query => Assert.False(
            recorded.TryGetValue(PromQl.Normal(query.Expression), out var name) && name != query.Expression, $"{query.Where} computes {name} itself"));
    }

    [Fact]
    public void A_title_stands_for_one_question_wherever_it_stands()
    {
        foreach (var same in BoardFile.AllPanels.GroupBy(panel => panel.Title))
        {
            Assert.True(same.Select(panel => string.Join('|', panel.Expressions)).Distinct().Count() == 1, $"'{same.Key}' means different things on {string.Join(", ", same.Select(panel => panel.Board))}");
        }
    }

    [Fact]
    public void A_value_is_shown_in_the_unit_that_it_is_in() => Assert.All(BoardFile.AllPanels, panel => Assert.All(panel.Targets.Where(target => target.Expression is not null), target =>
    {
        // The values of a histogram's heatmap are on its axis: what the buckets measure.
        var expected = target.Format == "heatmap" ? "s" : UnitOf.Result(target.Expression!);
        Assert.True(expected is null || expected == panel.UnitOf(target), $"{panel}: {target.Expression} is in '{expected}', shown as '{panel.UnitOf(target)}'");
    }));

    [Fact]
    public void Every_panel_of_traces_asks_Jaeger_for_services_that_exist()
    {
        string[] services = ["tta-agent-orchestrator", "tta-workflow-engine", "tta-llm-gateway", "tta-cache-layer"];
        var searches = BoardFile.AllPanels.SelectMany(panel => panel.Targets).Where(target => target.Spec["queryType"]?.GetValue<string>() == "search").ToList();

        Assert.NotEmpty(searches);
        Assert.All(searches, search => Assert.Contains(search.Spec.Text("service"), services));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    // The text from a divisor's start to where it ends: the bracket that closes it, or the next space.
    private static string Operand(string text)
    {
        var depth = 0;
        for (var index = 0; index < text.Length; index++)
        {
            depth += text[index] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth < 0 || (depth == 0 && char.IsWhiteSpace(text[index])))
            {
                return text[..index];
            }
        }

        return text;
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex LegendLabel();

    [GeneratedRegex(@"\brate\([^\[\]]*\[([^\]]+)\]")]
    private static partial Regex RateWindow();

    [GeneratedRegex(@"histogram_quantile\(0\.\d+, sum by \([\w, ]*\ble\) \(rate\(")]
    private static partial Regex Quantile();

    [GeneratedRegex(@"(?<=\s)/(?=\s)")]
    private static partial Regex Division();

    [GeneratedRegex("""\w+=~"\$\w+"\s*,?\s*""")]
    private static partial Regex Variable();
}
