using Tta.DemoWorkers.WorkflowEngine.Wire;
using Tta.Primitives;

namespace Tta.DemoWorkers.AgentOrchestrator;

/// <summary>Origins of failures that came over the wire, as labels: something between us and the engine may answer in its place.</summary>
internal static class SentOrigins
{
    private const int MaxSteps = 200;
    private const int MaxLength = 64;
    private static readonly HashSet<string> Steps = new(StringComparer.Ordinal);

    private static readonly HashSet<string> Causes = new(StringComparer.Ordinal)
    {
        TtaNames.Values.Cause.InvalidInput, TtaNames.Values.Cause.Model, TtaNames.Values.Cause.TimeLimit,
        TtaNames.Values.Cause.CircuitOpen, TtaNames.Values.Cause.Unreachable, TtaNames.Values.Cause.Error,
    };

    /// <summary>What the answer says, within bounds: at most 200 steps, and the library's causes.</summary>
    public static FailureOrigin Of(WorkflowProblem? problem) => new(
        problem?.Step is { Length: > 0 and <= MaxLength } step ? Bounded(step) : TtaNames.Values.Unknown,
        problem?.Cause is { } cause && Causes.Contains(cause) ? cause : TtaNames.Values.Cause.Error);

    private static string Bounded(string step)
    {
        lock (Steps)
        {
            return Steps.Contains(step) || (Steps.Count < MaxSteps && Steps.Add(step)) ? step : TtaNames.Values.Other;
        }
    }
}
