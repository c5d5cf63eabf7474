using Observatory.Agents.Steps;

namespace Observatory.Agents.Runs;

/// <summary>What the spans of one step of a run come to: those with the same name, agent and model.</summary>
/// <param name="Name">The step's name; of a span without any step above the span's.</param>
/// <param name="Kind">What it is; null for a span that no family knows.</param>
/// <param name="Agent">The agent at work.</param>
/// <param name="Provider">Who serves the model.</param>
/// <param name="Model">The model that answered, else the one asked for.</param>
internal sealed record RunStep(string Name, StepKind? Kind, string? Agent, string? Provider, string? Model)
{
    /// <summary>Spans.</summary>
    public int Spans { get; set; }

    /// <summary>Spans with an error.</summary>
    public int Errors { get; set; }

    /// <summary>Their durations.</summary>
    public ulong TotalNanos { get; set; }

    /// <summary>Their own times: without what ran below them.</summary>
    public ulong SelfNanos { get; set; }

    /// <summary>Calls to models that were answered, each counted once.</summary>
    public int Calls { get; set; }

    /// <summary>Calls to models that failed.</summary>
    public int FailedCalls { get; set; }

    /// <summary>Answered calls whose cost is unknown.</summary>
    public int UnpricedCalls { get; set; }

    /// <summary>The tokens of the calls.</summary>
    public TokenUsage Tokens { get; set; }

    /// <summary>US dollars by the price file; null when no call has a price.</summary>
    public decimal? Cost { get; set; }
}
