namespace Observatory.Agents.Steps;

/// <summary>
/// A span as a step of a run. The families fill it in one after the other, each only what is not yet known: a span may speak two
/// conventions at once.
/// </summary>
internal sealed class AgentStep
{
    /// <summary>Its place in the trace's view.</summary>
    public required int Node { get; init; }

    /// <summary>The attributes that it is read from.</summary>
    public required SpanAttributes Attributes { get; init; }

    /// <summary>The span's name.</summary>
    public required string SpanName { get; init; }

    /// <summary>What instrumented it: the scope's name.</summary>
    public required string Scope { get; init; }

    /// <summary>What it is; null while no family knows it.</summary>
    public StepKind? Kind { get; set; }

    /// <summary>The family that knows it.</summary>
    public string? Family { get; set; }

    /// <summary>Whether its program measures itself: nothing is derived from its run, or it would count twice.</summary>
    public bool IsMeasured { get; set; }

    /// <summary>
    /// The convention's own word for it: <c>chat</c>, <c>agent_handoff</c>, <c>CHAIN</c>; an unknown one shows as what it is.
    /// </summary>
    public string? Operation { get; set; }

    /// <summary>The name of the agent, tool, node or task; the span's where there is none.</summary>
    public string? Name { get; set; }

    /// <summary>The agent at work: the nearest above, or what the span says.</summary>
    public string? Agent { get; set; }

    /// <summary>The workflow that the span names.</summary>
    public string? Workflow { get; set; }

    /// <summary>The conversation that the span names.</summary>
    public string? Conversation { get; set; }

    /// <summary>Who serves the model.</summary>
    public string? Provider { get; set; }

    /// <summary>The model asked for.</summary>
    public string? RequestModel { get; set; }

    /// <summary>The model that answered.</summary>
    public string? ResponseModel { get; set; }

    /// <summary>The id of a model's answer, or of a tool's call.</summary>
    public string? CallId { get; set; }

    /// <summary>Its tokens. Only those of model calls add up: agents repeat the sum.</summary>
    public TokenUsage Tokens { get; set; }

    /// <summary>What the framework says that it cost, in US dollars.</summary>
    public decimal? ReportedCost { get; set; }

    /// <summary>What it cost by the price file, in US dollars; null when it is no call or has no price.</summary>
    public decimal? Cost { get; set; }

    /// <summary>Why the span failed; null when it did not.</summary>
    public StepFailure? Failure { get; set; }

    /// <summary>Whether another span tells of the same call: it is shown, and counted there.</summary>
    public bool IsRepeat { get; set; }

    /// <summary>Whether a step above it is an agent.</summary>
    public bool IsBelowAgent { get; set; }

    /// <summary>Whether it failed.</summary>
    public bool IsFailed => Failure is not null;

    /// <summary>The model: the one that answered, else the one asked for.</summary>
    public string? Model => ResponseModel ?? RequestModel;

    /// <summary>Whether it counts as a call to a model.</summary>
    public bool IsCountedCall => Kind == StepKind.ModelCall && !IsRepeat;
}
