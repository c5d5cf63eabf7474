using Observatory.Traces.Query;
using Observatory.Traces.Store;

namespace Observatory.Agents.Runs;

/// <summary>Finds runs of agents: the newest traces that a search finds, read as runs, and of them those that a filter lets pass.</summary>
internal sealed class RunSearch(TraceStore store, AgentRuns runs)
{
    /// <summary>Traces that one search reads at most, the newest; so many are held as they were read.</summary>
    public const int MaxTraces = 3000;

    private const int Batch = 250;
    private const int MaxNamed = 500;

    // With fewer runs of a name among the newest traces, older ones are looked for by it.
    private const int EnoughNamed = 50;

    // What names a workflow, or stands for one, in the telemetry of any family.
    private static readonly string[] NameKeys =
        ["gen_ai.workflow.name", "workflow.name", "traceloop.workflow.name", "gen_ai.agent.name", "agent.name"];

    /// <summary>Searches. A run belongs to the time in which it began.</summary>
    /// <param name="query">Which traces to read; its limit is how many of them.</param>
    /// <param name="filter">Which runs among them are wanted.</param>
    /// <param name="progress">Told now and then how many traces have been read, of how many.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async ValueTask<RunsFound> FindAsync(
        TraceQuery query, RunFilter filter, Func<int, int, ValueTask>? progress, CancellationToken cancellation)
    {
        var traces = TraceSearch.Run(store, query, cancellation);
        var isComplete = traces.Count < query.Limit;
        var found = new List<AgentRun>();
        var first = await ReadAsync(traces, query, filter, found, progress, cancellation).ConfigureAwait(false);
        if (!isComplete && filter.Workflow is { } workflow && found.Count < EnoughNamed)
        {
            var older = Named(query, workflow, cancellation).Except(traces).ToList();
            traces.AddRange(older);
            _ = await ReadAsync(older, query, filter, found, progress, cancellation).ConfigureAwait(false);
        }

        SortNewest(found);
        return new(found, traces.Count, isComplete, first == ulong.MaxValue ? query.FromNanos : first);
    }

    /// <summary>The wanted runs among traces that a search found, in its order.</summary>
    /// <param name="traces">The traces.</param>
    /// <param name="isComplete">Whether these are all that the search would find.</param>
    /// <param name="filter">Which runs among them are wanted.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public RunsFound Among(IReadOnlyList<UInt128> traces, bool isComplete, RunFilter filter, CancellationToken cancellation)
    {
        var found = runs.Among(traces, cancellation).Where(filter.Matches).ToList();
        return new(found, traces.Count, isComplete, found.Count == 0 ? 0 : found.Min(r => r.StartNanos));
    }

    private static void SortNewest(List<AgentRun> found) =>
        found.Sort(static (a, b) => b.StartNanos.CompareTo(a.StartNanos) is var order and not 0 ? order : a.Trace.CompareTo(b.Trace));

    /// <summary>Reads traces and adds those that are wanted to what was found.</summary>
    /// <returns>When the earliest of the runs began.</returns>
    private async ValueTask<ulong> ReadAsync(
        List<UInt128> traces, TraceQuery query, RunFilter filter, List<AgentRun> found, Func<int, int, ValueTask>? progress,
        CancellationToken cancellation)
    {
        var first = ulong.MaxValue;
        for (var i = 0; i < traces.Count; i += Batch)
        {
            foreach (var run in runs.Among(traces.Skip(i).Take(Batch), cancellation))
            {
                if (run.StartNanos < query.FromNanos || run.StartNanos > query.ToNanos)
                {
                    continue;
                }

                first = Math.Min(first, run.StartNanos);
                if (filter.Matches(run))
                {
                    found.Add(run);
                }
            }

            if (progress is not null)
            {
                await progress(Math.Min(i + Batch, traces.Count), traces.Count).ConfigureAwait(false);
            }
        }

        return first;
    }

    // Where not all can be read, runs of a name are also looked for by it, so that a rare one is found among many others.
    private IEnumerable<UInt128> Named(TraceQuery query, string workflow, CancellationToken cancellation) => NameKeys.SelectMany(key =>
        TraceSearch.Run(store, query with { Limit = MaxNamed, Tags = [.. query.Tags, new(key, workflow)] }, cancellation));
}

/// <summary>What a search for runs found.</summary>
/// <param name="Runs">The runs, the newest first.</param>
/// <param name="Traces">Traces that were read.</param>
/// <param name="IsComplete">Whether these are all traces that the search would find; otherwise the newest.</param>
/// <param name="FirstNanos">When the earliest run that was looked at began, in nanoseconds since 1970.</param>
internal sealed record RunsFound(IReadOnlyList<AgentRun> Runs, int Traces, bool IsComplete, ulong FirstNanos);

/// <summary>Which runs are wanted. What is left out lets every run pass.</summary>
internal sealed record RunFilter
{
    /// <summary>Every run.</summary>
    public static readonly RunFilter All = new();

    /// <summary>What the run is called: see <see cref="AgentRun.Title"/>.</summary>
    public string? Workflow { get; init; }

    /// <summary>Whether it failed.</summary>
    public bool? IsFailed { get; init; }

    /// <summary>Whether it has errors inside; those of a run that did not fail it got over.</summary>
    public bool? HasErrors { get; init; }

    /// <summary>A part, in any case, of the type or the words of its failure.</summary>
    public string? Reason { get; init; }

    /// <summary>One of its models.</summary>
    public string? Model { get; init; }

    /// <summary>The shortest duration, in nanoseconds.</summary>
    public ulong MinDurationNanos { get; init; }

    /// <summary>The least that it cost by the price file, in US dollars.</summary>
    public decimal? MinCost { get; init; }

    /// <summary>Whether a run is wanted.</summary>
    public bool Matches(AgentRun run) =>
        (Workflow is null || run.Title == Workflow)
        && (IsFailed is null || run.IsFailed == IsFailed)
        && (HasErrors is null || run.Errors > 0 == HasErrors)
        && (Reason is null || (run.Failure is { } failure && (Has(failure.Type, Reason) || Has(failure.Reason, Reason))))
        && (Model is null || run.Models.Contains(Model, StringComparer.Ordinal))
        && run.DurationNanos >= MinDurationNanos
        && (MinCost is null || run.Cost.Known >= MinCost);

    private static bool Has(string all, string part) => all.Contains(part, StringComparison.OrdinalIgnoreCase);
}
