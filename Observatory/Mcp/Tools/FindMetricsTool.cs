using Observatory.Mcp.Answers;
using Observatory.Mcp.Asking;
using Observatory.Mcp.Calls;
using Observatory.Prometheus;

namespace Observatory.Mcp.Tools;

/// <summary><c>find_metrics</c>: which metrics there are, and what each answers.</summary>
internal sealed class FindMetricsTool(CallGate gate, TimeProvider time, PrometheusClient prometheus, Pages pages) : ReadTool(gate, time)
{
    private const int DefaultLimit = 15;
    private const int MaxLimit = 50;
    private const int MaxExpression = 200;

    private const string Total = "_total";

    // What a histogram's series have behind the name that is described.
    private static readonly string[] Suffixes = ["_bucket", "_count", "_sum"];

    /// <inheritdoc/>
    protected override string Name => "find_metrics";

    /// <inheritdoc/>
    protected override string Description =>
        "Metric names by words in name or meaning, with type, unit, labels and what each answers; recorded series with their rule.";

    /// <inheritdoc/>
    protected override IReadOnlyList<ToolParameter> Parameters { get; } =
        [new("text", ToolParameterType.Text, "words, as: cost model"), new("limit", ToolParameterType.Integer)];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Type Row)> Rows => [("metrics", typeof(MetricRow))];

    /// <inheritdoc/>
    protected override async Task<Answer> AnswerAsync(ToolCall call)
    {
        var range = call.Arguments.Time();
        var text = call.Arguments.Text("text") ?? "";
        var limit = (int)(call.Arguments.Integer("limit", 1, MaxLimit) ?? DefaultLimit);
        var names = prometheus.LabelValuesAsync("__name__", null, range.From, range.To, call.Cancellation);
        var about = prometheus.MetadataAsync(call.Cancellation);
        var rules = prometheus.RecordedAsync(call.Cancellation);
        await Task.WhenAll(names, about, rules).ConfigureAwait(false);
        var (described, recorded) = (await about.ConfigureAwait(false), await rules.ConfigureAwait(false));
        var known = (await names.ConfigureAwait(false)).Select(Plain).Distinct(StringComparer.Ordinal).ToList();
        string[] words = text.Split([' ', ',', '_', ':'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var found = known.Select(name => (Name: name, Score: Score(name, Describe(name), words)))
            .Where(m => m.Score > 0 || words.Length == 0)
            .OrderByDescending(m => m.Score).ThenBy(m => m.Name.Length).ThenBy(m => m.Name, StringComparer.Ordinal)
            .Select(m => m.Name).ToList();
        if (found.Count == 0)
        {
            throw new ToolException(
                $"text: no metric is like {DataText.Quote(text)}; {DataText.Clean(NearestNames.Hint(text, known), DataText.Sentence)}");
        }

        var rows = await Task.WhenAll(found.Take(limit).Select(RowAsync)).ConfigureAwait(false);
        return new()
        {
            Text = $"{found.Count} metrics are like {DataText.Quote(text)}.",
            Rows = AnswerRows.InOrder("metrics", rows),
            Total = found.Count,
            Time = range,
            Link = pages.To("/dashboards"),
        };

        // A histogram's series go by its own name.
        string Plain(string name) =>
            !described.ContainsKey(name) && !recorded.ContainsKey(name)
            && Array.Find(Suffixes, s => name.EndsWith(s, StringComparison.Ordinal)) is { } suffix
            && described.ContainsKey(name[..^suffix.Length])
                ? name[..^suffix.Length]
                : name;

        // OpenMetrics describes a counter without its suffix.
        PrometheusMetadata? Of(string name) => described.GetValueOrDefault(name)
            ?? (name.EndsWith(Total, StringComparison.Ordinal) ? described.GetValueOrDefault(name[..^Total.Length]) : null);

        string? Describe(string name) => Of(name)?.Help is { Length: > 0 } help ? help : recorded.GetValueOrDefault(name);

        async Task<MetricRow> RowAsync(string name)
        {
            var selector = Of(name)?.Type is "histogram" or "summary" ? $"{name}_count" : name;
            var labels = await prometheus.LabelNamesAsync(
                $"{{__name__=\"{selector}\"}}", range.From, range.To, call.Cancellation).ConfigureAwait(false);
            return new(
                DataText.Clean(name)!, Of(name)?.Type, Of(name)?.Unit is { Length: > 0 } unit ? unit : UnitOf(name),
                [.. labels.Where(l => l != "__name__").Select(l => DataText.Clean(l)!)],
                DataText.Clean(Of(name)?.Help, DataText.Sentence) is { Length: > 0 } help ? help : null,
                DataText.Clean(recorded.GetValueOrDefault(name), MaxExpression));
        }
    }

    private static int Score(string name, string? about, string[] words) => words.Sum(word =>
        (name.Contains(word, StringComparison.OrdinalIgnoreCase) ? 3 : 0)
        + (about?.Contains(word, StringComparison.OrdinalIgnoreCase) == true ? 2 : 0));

    // By Prometheus' convention a name says its unit.
    private static string? UnitOf(string name) => Array.Find(
        ["seconds", "bytes", "dollars", "ratio", "celsius", "milliseconds"], u => name.Contains($"_{u}", StringComparison.Ordinal));

    /// <summary>A metric; of a recorded series the rule.</summary>
    private sealed record MetricRow(string Metric, string? Type, string? Unit, IReadOnlyList<string> Labels, string? Answers, string? Rule);
}
