using Tta.DemoWorkers.AgentOrchestrator.Corpus;
using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.AgentOrchestrator.Traffic;

/// <summary>A workflow that is to be started.</summary>
/// <param name="Sequence">Its number in the run, from 1.</param>
/// <param name="Entry">The task.</param>
/// <param name="AgentId">Who does it.</param>
/// <param name="SessionId">For whom.</param>
internal sealed record PlannedWorkflow(long Sequence, CorpusEntry Entry, string AgentId, string SessionId)
{
    public AgentKind Agent => AgentKind.Of(Entry.Kind);
}
