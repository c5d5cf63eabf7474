using Observatory.Mcp.Answers;
using Observatory.Mcp.Calls;
using Observatory.Prometheus;

namespace Observatory.Mcp.Tools;

/// <summary><c>query_metrics</c>: PromQL as it is, at one time or over a time.</summary>
internal sealed class QueryMetricsTool(CallGate gate, TimeProvider time, PrometheusClient prometheus, Pages pages) : ReadTool(gate, time)
{
    private const int Points = 24;
    private const int MaxPoints = 500;
    private static readonly TimeSpan LeastStep = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override string Name => "query_metrics";

    /// <inheritdoc/>
    protected override string Description =>
        "PromQL. Without since: the value at until (now). With since: each series summed up and at most 24 points (points: more). "
        + "Names: find_metrics.";

    /// <inheritdoc/>
    protected override IReadOnlyList<ToolParameter> Parameters { get; } =
    [
        new("query", ToolParameterType.Text, IsRequired: true), new("since", ToolParameterType.Text), ToolParameter.Until,
        new("points", ToolParameterType.Integer),
    ];

    /// <inheritdoc/>
    protected override Type Head => typeof(QueryHead);

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Type Row)> Rows => [("series", typeof(SeriesRow))];

    /// <inheritdoc/>
    protected override async Task<Answer> AnswerAsync(ToolCall call)
    {
        var (asked, query) = (call.Arguments, call.Arguments.Text("query")!);
        var isRange = asked.Text("since") is not null;
        var range = asked.Time();
        var points = (int)(asked.Integer("points", 2, MaxPoints) ?? Points);
        var step = TimeSpan.FromSeconds(Math.Ceiling(Math.Max(LeastStep.TotalSeconds, range.Length.TotalSeconds / (points - 1))));
        var result = isRange
            ? await prometheus.QueryRangeAsync(query, range.From, range.To, step, call.Cancellation).ConfigureAwait(false)
            : await prometheus.QueryAsync(query, range.To, call.Cancellation).ConfigureAwait(false);
        var rows = result.Series.Select(s => new AnswerRow(Row(s, isRange), Weight(s))).ToList();
        return new()
        {
            Text = rows.Count == 0
                ? "No series: the expression has no value at that time. find_metrics has the names."
                : $"{rows.Count + result.LeftOut} series{(rows.Count == 1 && !isRange ? $", {Number(result.Series[0].Values[^1])}" : "")}.",
            Head = new QueryHead(query, isRange ? step.TotalSeconds : null),
            Rows = new("series", rows),
            Total = rows.Count + result.LeftOut,
            Time = isRange ? range : new(range.To, range.To),
            Link = pages.To("/dashboards"),
            Notes = [.. result.Warnings.Select(w => DataText.Clean(w, DataText.Sentence)!)],
        };
    }

    private static SeriesRow Row(PrometheusSeries series, bool isRange)
    {
        var labels = DataText.Labels(series.Labels);
        if (!isRange)
        {
            return new(labels, Number(series.Values[^1]), null, null, null, null, null);
        }

        var values = series.Values.Where(double.IsFinite).ToList();
        return new(
            labels, null, Number(series.Values[^1]), values.Count == 0 ? null : Number(values.Min()),
            values.Count == 0 ? null : Number(values.Max()), values.Count == 0 ? null : Number(values.Average()),
            [.. series.Values.Select((v, i) => $"{Clock(series.Times[i])} {Number(v)}")]);
    }

    private static string Clock(double milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    // Of many series those with the largest values are the ones to see.
    private static double Weight(PrometheusSeries series) => series.Values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(-1).Max();

    // Six digits that count, and Prometheus' words for what is no number.
    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>What stands once.</summary>
    private sealed record QueryHead(string Query, double? StepSeconds);

    /// <summary>A series: its value, or over a time its last, least, largest and mean value and its points (UTC).</summary>
    private sealed record SeriesRow(
        IReadOnlyDictionary<string, string> Labels, string? Value, string? Last, string? Min, string? Max, string? Mean,
        IReadOnlyList<string>? Points);
}
