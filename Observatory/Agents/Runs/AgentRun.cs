using Observatory.Agents.Steps;

namespace Observatory.Agents.Runs;

/// <summary>A run of agents in one line: what a trace comes to.</summary>
internal sealed record AgentRun
{
    /// <summary>Names that are kept of one kind: agents, tools, models.</summary>
    public const int MaxNames = 50;

    /// <summary>Characters that are kept of a name.</summary>
    public const int MaxName = 200;

    /// <summary>The trace.</summary>
    public required UInt128 Trace { get; init; }

    /// <summary>The root span's service.</summary>
    public required string Service { get; init; }

    /// <summary>The root span's name.</summary>
    public required string Root { get; init; }

    /// <summary>The workflow; null when the framework names none.</summary>
    public string? Workflow { get; init; }

    /// <summary>The agents in the order in which they began.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>The tools in the order in which they were first used.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>The models that answered, by name; those asked for when none said who answered.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The conversation; null when the framework names none.</summary>
    public string? Conversation { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public StepFailure? Failure { get; init; }

    /// <summary>Where it failed: the step whose error began last, which is nearest to the cause; null when it did not fail.</summary>
    public string? FailedStep { get; init; }

    /// <summary>Calls to models that were answered.</summary>
    public int ModelCalls { get; init; }

    /// <summary>Calls to models that failed.</summary>
    public int FailedModelCalls { get; init; }

    /// <summary>Uses of tools.</summary>
    public int ToolCalls { get; init; }

    /// <summary>Uses of tools that failed.</summary>
    public int ToolErrors { get; init; }

    /// <summary>The tokens of the calls; null what no call says.</summary>
    public TokenUsage Tokens { get; init; }

    /// <summary>What the run cost.</summary>
    public RunCost Cost { get; init; } = RunCost.Nothing;

    /// <summary>Spans in the trace.</summary>
    public int Spans { get; init; }

    /// <summary>Spans with an error.</summary>
    public int Errors { get; init; }

    /// <summary>When it began, in nanoseconds since 1970.</summary>
    public ulong StartNanos { get; init; }

    /// <summary>How long it took.</summary>
    public ulong DurationNanos { get; init; }

    /// <summary>The run by its steps.</summary>
    public IReadOnlyList<RunStep> Steps { get; init; } = [];

    /// <summary>What of the telemetry could not be used, each once, as sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether it failed.</summary>
    public bool IsFailed => Failure is not null;

    /// <summary>How it ended: what failed and what got over the errors inside it are two things.</summary>
    public TraceOutcome Outcome => IsFailed ? TraceOutcome.Failed : Errors > 0 ? TraceOutcome.Recovered : TraceOutcome.Ok;

    /// <summary>What to call it: the workflow, else the first agent, else the root span.</summary>
    public string Title => Workflow ?? (Agents.Count > 0 ? Agents[0] : Root);
}
