namespace Observatory.Agents.Runs;

/// <summary>Runs of one name that failed with the same type of error.</summary>
/// <param name="Title">What the runs are called.</param>
/// <param name="Type">What they failed with.</param>
/// <param name="Runs">The runs, the newest first.</param>
internal sealed record RunReason(string Title, string Type, IReadOnlyList<AgentRun> Runs)
{
    /// <summary>The newest of them.</summary>
    public AgentRun Newest => Runs[0];

    /// <summary>When the first of them began, in nanoseconds since 1970.</summary>
    public ulong FirstNanos => Runs[^1].StartNanos;

    /// <summary>Why runs failed: what most of them failed with first.</summary>
    public static IReadOnlyList<RunReason> Of(IEnumerable<AgentRun> runs) =>
    [
        .. runs.Where(r => r.IsFailed).GroupBy(r => (r.Title, r.Failure!.Type))
            .Select(g => new RunReason(g.Key.Title, g.Key.Type, [.. g.OrderByDescending(r => r.StartNanos)]))
            .OrderByDescending(r => r.Runs.Count).ThenBy(r => r.Title, StringComparer.Ordinal).ThenBy(r => r.Type, StringComparer.Ordinal),
    ];
}
