using Observatory.Agents.Steps;

namespace Observatory.Agents.Runs;

/// <summary>What calls to models cost, in US dollars.</summary>
/// <param name="Known">By the price file, of those calls that have a price; null when none has.</param>
/// <param name="Reported">What the framework says; null when it says nothing.</param>
/// <param name="Unpriced">The models of the answered calls without a price, with how many calls; by name.</param>
internal sealed record RunCost(decimal? Known, decimal? Reported, IReadOnlyList<(string Model, int Calls)> Unpriced)
{
    /// <summary>No call was made.</summary>
    public static readonly RunCost Nothing = new(null, null, []);

    /// <summary>Answered calls without a price.</summary>
    public int UnpricedCalls => Unpriced.Sum(u => u.Calls);

    /// <summary>Both together.</summary>
    public RunCost Plus(RunCost other) => new(
        Sum(Known, other.Known),
        Sum(Reported, other.Reported),
        [
            .. Unpriced.Concat(other.Unpriced).GroupBy(u => u.Model, StringComparer.Ordinal)
                .Select(g => (g.Key, g.Sum(u => u.Calls))).OrderBy(u => u.Key, StringComparer.Ordinal),
        ]);

    /// <summary>Adds up many.</summary>
    public static RunCost Of(IEnumerable<RunCost> costs)
    {
        decimal? known = null;
        decimal? reported = null;
        var unpriced = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var cost in costs)
        {
            (known, reported) = (Sum(known, cost.Known), Sum(reported, cost.Reported));
            foreach (var (model, calls) in cost.Unpriced)
            {
                unpriced[model] = unpriced.GetValueOrDefault(model) + calls;
            }
        }

        return new(known, reported, [.. unpriced.Select(u => (u.Key, u.Value))]);
    }

    /// <summary>Adds up the steps of a run.</summary>
    public static RunCost Of(IEnumerable<AgentStep> calls)
    {
        decimal? known = null;
        decimal? reported = null;
        var unpriced = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var call in calls)
        {
            (known, reported) = (Sum(known, call.Cost), Sum(reported, call.ReportedCost));
            if (call is { Cost: null, IsFailed: false })
            {
                var model = call.Model ?? "unknown model";
                unpriced[model] = unpriced.GetValueOrDefault(model) + 1;
            }
        }

        return new(known, reported, [.. unpriced.Take(AgentRun.MaxNames).Select(u => (u.Key, u.Value))]);
    }

    private static decimal? Sum(decimal? a, decimal? b) => a is null ? b : b is null ? a : a + b;
}
