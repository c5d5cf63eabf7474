using Observatory.Agents.Runs;
using Observatory.Agents.Steps;
using Observatory.Html;

namespace Observatory.Views.Agents;

/// <summary>What is known of runs and their steps, as people read it. What is not known is a dash, never 0.</summary>
internal static class RunTexts
{
    /// <summary>What stands for what nobody said.</summary>
    public const string Unknown = "–";

    /// <summary>A number of tokens.</summary>
    public static string Tokens(long? tokens) => tokens switch
    {
        null => Unknown,
        < 100_000 => tokens.Value.ToString("#,0", CultureInfo.InvariantCulture),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1e3:0.#}k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1e6:#,0.#}M"),
    };

    /// <summary>Tokens sent and received: <c>134 → 17</c>.</summary>
    public static string InOut(TokenUsage tokens) => tokens.IsKnown ? $"{Tokens(tokens.Input)} → {Tokens(tokens.Output)}" : Unknown;

    /// <summary>All that is known of tokens, in words.</summary>
    public static string InWords(TokenUsage tokens) =>
        $"{Tokens(tokens.Input)} tokens in, of which {Tokens(tokens.Cached)} cached; {Tokens(tokens.Output)} out, of which "
        + $"{Tokens(tokens.Reasoning)} reasoning";

    /// <summary>An amount of US dollars, to four digits that count.</summary>
    public static string Dollars(decimal? dollars) => dollars switch
    {
        null => Unknown,
        0 => "$0",
        < 0.000001m => "< $0.000001",
        < 0.01m => string.Create(CultureInfo.InvariantCulture, $"${dollars:0.000000}"),
        < 100 => string.Create(CultureInfo.InvariantCulture, $"${dollars:0.0000}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"${dollars:#,0.00}"),
    };

    /// <summary>What a run cost: by the price file, what of it has no price, and what the framework says.</summary>
    public static string Cost(RunCost cost)
    {
        var parts = new List<string>();
        if (cost.Known is not null)
        {
            parts.Add(Dollars(cost.Known));
        }

        if (cost.UnpricedCalls is > 0 and var calls)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{calls} {(calls == 1 ? "call" : "calls")} unpriced"));
        }

        // What both say is said once.
        if (cost.Reported is not null && cost.Reported != cost.Known)
        {
            parts.Add($"reported {Dollars(cost.Reported)}");
        }

        return parts.Count == 0 ? Unknown : string.Join(" · ", parts);
    }

    /// <summary>Names, or a dash.</summary>
    public static string Names(IReadOnlyList<string> names) => names.Count == 0 ? Unknown : string.Join(", ", names);

    /// <summary>What a run did, in a few words behind its title: who carried it out, calls to models, what they cost.</summary>
    public static IEnumerable<string> Parts(AgentRun run)
    {
        if (run.Agents.Count > 0 && !(run.Agents.Count == 1 && run.Agents[0] == run.Title))
        {
            yield return run.Agents.Count > 2 ? $"{run.Agents[0]} and {run.Agents.Count - 1} more" : Names(run.Agents);
        }

        var calls = run.ModelCalls + run.FailedModelCalls;
        if (calls > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{calls} model {(calls == 1 ? "call" : "calls")}");
            yield return run.Cost.Known is null && run.Cost.Reported is not null ? Dollars(run.Cost.Reported) : Cost(run.Cost with { Reported = null });
        }
    }

    /// <summary>A sign for each kind of step, and its name.</summary>
    public static (string Sign, string Name) Kind(StepKind? kind) => kind switch
    {
        StepKind.Workflow => ("❖", "workflow"),
        StepKind.Agent => ("☻", "agent"),
        StepKind.ModelCall => ("✦", "model call"),
        StepKind.Tool => ("⚙", "tool"),
        StepKind.Retrieval => ("⌕", "retrieval"),
        StepKind.Setup => ("✎", "set-up"),
        _ => ("›", "step"),
    };

    /// <summary>The page of a conversation.</summary>
    public static string ConversationLink(string id) => PageLink.To("/conversation", ("id", id));
}
