namespace Tta.DemoWorkers.AgentOrchestrator.Corpus;

/// <summary>A task that somebody may give to an agent.</summary>
/// <param name="Id">Names the entry in error messages.</param>
/// <param name="Kind">The workflow that does it.</param>
/// <param name="Prompt">The task itself.</param>
internal sealed record CorpusEntry(string Id, string Kind, string Prompt);
