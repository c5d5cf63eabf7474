using Observatory.Agents.Steps;
using Observatory.Html;
using Observatory.Traces.Query;

namespace Observatory.Agents.Runs;

/// <summary>Adds up the steps of a trace.</summary>
internal static class RunSummary
{
    private const int MaxNotes = 5;

    /// <summary>The run; null when there is none: a trace of other things, or the making of agents before any run.</summary>
    public static AgentRun? Of(AgentTrace trace)
    {
        var steps = trace.Steps.ToList();
        if (!steps.Exists(s => s.Kind is StepKind.Workflow or StepKind.Agent or StepKind.ModelCall))
        {
            return null;
        }

        var view = trace.View;
        var calls = steps.FindAll(s => s.IsCountedCall);
        var tools = steps.FindAll(s => s.Kind == StepKind.Tool && !s.IsRepeat);
        var root = RootOf(view);
        var failure = RunOutcome.Failure(trace, root);
        return new()
        {
            Trace = view.Trace.Id,
            Service = view.ServiceOf(root),
            Root = view.NameOf(root),
            Workflow = steps.Select(s => s.Workflow).FirstOrDefault(w => w is not null),
            Agents = Agents(steps),
            Tools = Names(tools.Select(t => t.Name)),
            Models = Models(calls),
            Conversation = steps.Where(s => s.Conversation is not null).MinBy(s => view.Nodes[s.Node].Depth)?.Conversation,
            Failure = failure,
            FailedStep = failure is null ? null : FailedStep(trace),
            ModelCalls = calls.Count(c => !c.IsFailed),
            FailedModelCalls = calls.Count(c => c.IsFailed),
            ToolCalls = tools.Count,
            ToolErrors = tools.Count(t => t.IsFailed),
            Tokens = calls.Aggregate(default(TokenUsage), (sum, c) => sum.Plus(c.Tokens)),
            Cost = RunCost.Of(calls),
            Spans = view.Nodes.Count,
            Errors = Enumerable.Range(0, view.Nodes.Count).Count(view.IsError),
            StartNanos = view.StartNanos,
            DurationNanos = view.EndNanos - view.StartNanos,
            Steps = RunSteps.Of(trace),
            Notes = [.. Notes(steps, tools)],
        };
    }

    /// <summary>The first root that is not missing its parent, else the first.</summary>
    private static int RootOf(TraceView view) =>
        view.Roots().Cast<int?>().FirstOrDefault(r => !view.Nodes[r!.Value].IsOrphan) ?? 0;

    private static string? FailedStep(AgentTrace trace) =>
        Enumerable.Range(0, trace.View.Nodes.Count).Where(trace.View.IsError).Cast<int?>()
            .MaxBy(n => trace.View.StartOf(n!.Value)) is { } last
            ? RunSteps.NameOf(trace, last)
            : null;

    // Where no span is an agent's own, the workflows may say who carries them out.
    private static List<string> Agents(List<AgentStep> steps)
    {
        var agents = Names(steps.Where(s => s.Kind == StepKind.Agent).Select(s => s.Name));
        return agents.Count > 0
            ? agents
            : Names(steps.Where(s => s.Kind == StepKind.Workflow && s.Agent != s.Workflow).Select(s => s.Agent));
    }

    // A call that failed says only what was asked for; a model that was asked for is not one that answered.
    private static List<string> Models(List<AgentStep> calls)
    {
        var answered = Names(calls.Select(c => c.IsFailed ? c.ResponseModel : c.Model));
        var models = answered.Count > 0 ? answered : Names(calls.Select(c => c.RequestModel));
        models.Sort(StringComparer.Ordinal);
        return models;
    }

    private static List<string> Names(IEnumerable<string?> names) =>
        [.. names.OfType<string>().Select(n => Display.Cut(n, AgentRun.MaxName)).Distinct(StringComparer.Ordinal).Take(AgentRun.MaxNames)];

    private static IEnumerable<string> Notes(List<AgentStep> steps, List<AgentStep> tools)
    {
        var names = tools.Select(t => t.Name).Distinct(StringComparer.Ordinal).Count();
        string[] few = names <= AgentRun.MaxNames
            ? []
            : [string.Create(CultureInfo.InvariantCulture, $"Of {names} tools the first {AgentRun.MaxNames} are named")];
        return steps.Select(s => s.Attributes.Oddity).OfType<string>().Distinct(StringComparer.Ordinal).Take(MaxNotes).Concat(few);
    }
}
