using Observatory.Agents.Runs;
using Observatory.Mcp.Answers;
using Observatory.Mcp.Asking;
using Observatory.Mcp.Calls;
using Observatory.Traces.Model;
using Observatory.Traces.Query;

namespace Observatory.Mcp.Tools;

/// <summary>Finds and reads runs for tools, by the code that the pages use.</summary>
internal sealed class RunReader(RunSearch search, AgentRuns runs, TraceReader traces)
{
    /// <summary>The runs that began within a time.</summary>
    /// <exception cref="ToolException">No run has the name that the filter asks for.</exception>
    public async Task<RunsFound> FindAsync(AskedTime time, RunFilter filter, ToolCall call)
    {
        var query = new TraceQuery { FromNanos = time.FromNanos, ToNanos = time.ToNanos, Limit = RunSearch.MaxTraces };
        var found = await search.FindAsync(query, filter, call.Progress, call.Cancellation).ConfigureAwait(false);
        if (found.Runs.Count > 0 || filter == RunFilter.All)
        {
            return found;
        }

        // Nothing, or nothing by that name: the caller must know which.
        var ever = query with { FromNanos = 0, ToNanos = ulong.MaxValue };
        var all = (await search.FindAsync(ever, RunFilter.All, null, call.Cancellation).ConfigureAwait(false)).Runs;
        Check("workflow", filter.Workflow, all.Select(r => r.Title));
        Check("model", filter.Model, all.SelectMany(r => r.Models));
        return found;
    }

    /// <summary>A run with its spans.</summary>
    /// <exception cref="ToolException">Nothing of it is stored.</exception>
    public AgentTrace Read(UInt128 trace, CancellationToken cancellation) => traces.Read(trace, cancellation) is { } stored
        ? runs.Read(new(stored))
        : throw new ToolException(
            $"nothing of {TraceIds.Trace(trace)} is stored: it has not arrived yet, or is older than what is kept; list_runs has what is");

    /// <summary>What must be known of a search that did not look at all there is.</summary>
    public static IReadOnlyList<string> Notes(RunsFound found)
    {
        var first = DateTimeOffset.FromUnixTimeMilliseconds((long)(found.FirstNanos / 1_000_000));
        return found.IsComplete
            ? []
            :
            [
                $"only the newest {found.Traces} traces were read, back to {AskedTime.Write(first)}: figures are of those; "
                + "totals over longer times: query_metrics",
            ];
    }

    private static void Check(string what, string? name, IEnumerable<string> names)
    {
        List<string> known = [.. names.Distinct(StringComparer.Ordinal)];
        if (name is not null && !known.Contains(name))
        {
            throw new ToolException(
                $"{what}: no run of a {what} {DataText.Quote(name)} is stored; "
                + DataText.Clean(NearestNames.Hint(name, known), DataText.Sentence));
        }
    }
}
