using Observatory.Agents.Runs;
using Observatory.Agents.Steps;
using Observatory.Mcp.Answers;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Views.Agents;

namespace Observatory.Mcp.Tools;

/// <summary>A step of a run in one line, or several alike beside each other.</summary>
internal sealed record StepRow(
    string Path, string Name, string? Kind, string? Service, int? Count, double Ms, double SelfMs, double? CriticalMs, string? Error,
    string? Model, long? TokensIn, long? TokensOut, long? TokensCached, decimal? CostUsd, string? Attempt, string? Cache);

/// <summary>The steps of a run, each with how much it tells.</summary>
internal sealed class StepRows
{
    private const double RootWeight = 1e18;
    private const double ErrorWeight = 1e12;
    private const double CriticalWeight = 1e6;

    private readonly AgentTrace _trace;
    private readonly TraceView _view;
    private readonly string[] _paths;
    private readonly double _duration;

    /// <summary>Looks at a run.</summary>
    public StepRows(AgentTrace trace)
    {
        (_trace, _view, _paths) = (trace, trace.View, StepPaths.Of(trace.View));
        _duration = Math.Max(1, _view.EndNanos - _view.StartNanos);
    }

    /// <summary>The paths, by the spans' places.</summary>
    public string[] Paths => _paths;

    /// <summary>A line for each span, parents first.</summary>
    /// <param name="from">The place of the first.</param>
    /// <param name="to">The place after the last.</param>
    public IReadOnlyList<AnswerRow> Single(int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(n => Row([n]))];

    /// <summary>A line for the spans that are alike: of the same name, service, outcome and model, below ones that are alike.</summary>
    public IReadOnlyList<AnswerRow> Folded(int from, int to)
    {
        var groups = new List<List<int>>();
        var groupOf = new Dictionary<int, int>();
        var known = new Dictionary<(int Above, string Name, string Service, bool IsError, string? Model), int>();
        for (var node = from; node < to; node++)
        {
            var above = groupOf.GetValueOrDefault(_view.ParentOf(node), -1);
            var key = (above, Name(_trace.StepOf(node), node), _view.ServiceOf(node), _view.IsError(node), _trace.StepOf(node)?.Model);
            if (!known.TryGetValue(key, out var group))
            {
                known.Add(key, group = groups.Count);
                groups.Add([]);
            }

            groupOf[node] = group;
            groups[group].Add(node);
        }

        return [.. groups.Select(Row)];
    }

    private AnswerRow Row(List<int> nodes)
    {
        var first = nodes[0];
        var step = _trace.StepOf(first);
        var calls = nodes.Select(_trace.StepOf).OfType<AgentStep>().Where(s => s.IsCountedCall).ToList();
        var tokens = calls.Aggregate(default(TokenUsage), (sum, c) => sum.Plus(c.Tokens));
        var (total, self, critical) = (Sum(nodes, _view.DurationOf), Sum(nodes, _view.SelfOf), Sum(nodes, _view.CriticalOf));
        var parent = _view.ParentOf(first);
        var isError = _view.IsError(first);
        var row = new StepRow(
            _paths[first],
            DataText.Clean(Name(step, first))!,
            step?.Kind is { } kind and not StepKind.Step ? RunTexts.Kind(kind).Name : null,
            parent < 0 || _view.ServiceOf(parent) != _view.ServiceOf(first) ? DataText.Clean(_view.ServiceOf(first)) : null,
            nodes.Count > 1 ? nodes.Count : null,
            AnswerJson.Ms(total),
            AnswerJson.Ms(self),
            critical > 0 ? AnswerJson.Ms(critical) : null,
            isError ? DataText.Clean(step?.Failure?.Type ?? "error") : null,
            step?.Kind == StepKind.ModelCall ? DataText.Clean(step.Model) : null,
            tokens.Input,
            tokens.Output,
            tokens.Cached is > 0 ? tokens.Cached : null,
            AnswerJson.Usd(calls.Aggregate((decimal?)null, (sum, c) => c.Cost is { } cost ? (sum ?? 0) + cost : sum)),
            DataText.Clean(step?.Attributes.Text("retry.attempt"), 10),
            step?.Attributes.Text("cache.hit") switch { "true" => "hit", "false" => "miss", _ => null });
        // The root and the deepest errors stay longest, then the critical path, then what took or cost most.
        var weight = (self / _duration) + (calls.Count > 0 ? 0.05 : 0)
            + (critical > 0 ? CriticalWeight * (1 + (critical / _duration)) : 0)
            + (isError ? ErrorWeight + _view.Nodes[first].Depth : 0)
            + (first == _view.LongestRoot ? RootWeight : 0);
        return new(row, weight);
    }

    // A span is called as on its page; what a primitive or an agent is called beside it says which one it is.
    private string Name(AgentStep? step, int node) =>
        step?.Name is { } name && !step.SpanName.Contains(name, StringComparison.Ordinal)
            ? $"{step.SpanName} ({name})"
            : _view.NameOf(node);

    private static ulong Sum(List<int> nodes, Func<int, ulong> of) => nodes.Aggregate(0UL, (sum, n) => Nanos.Sum(sum, of(n)));
}
