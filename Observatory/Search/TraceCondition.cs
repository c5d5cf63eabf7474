using Observatory.Agents.Runs;
using Observatory.Traces.Query;
using Observatory.Traces.Store;

namespace Observatory.Search;

/// <summary>What is asked of a trace as a whole.</summary>
internal abstract record TraceCondition
{
    /// <summary>Whether the index alone says whether it is true.</summary>
    public virtual bool IsOfIndex => true;

    /// <summary>Whether it can be true only of traces with an error.</summary>
    public virtual bool NeedsErrors => false;

    /// <summary>Whether it is true of a trace.</summary>
    public abstract bool IsTrueOf(in TraceExtent extent, TraceOutcomes outcomes, CancellationToken cancellation);
}

/// <summary>How long it took, from its earliest start to its latest end.</summary>
internal sealed record TraceDurationCondition(Comparison Comparison, ulong Nanos) : TraceCondition
{
    /// <inheritdoc/>
    public override bool IsTrueOf(in TraceExtent extent, TraceOutcomes outcomes, CancellationToken cancellation) =>
        Comparison.Holds(extent.DurationNanos.CompareTo(Nanos));
}

/// <summary>How many spans it has.</summary>
internal sealed record TraceSpansCondition(Comparison Comparison, double Count) : TraceCondition
{
    /// <inheritdoc/>
    public override bool IsTrueOf(in TraceExtent extent, TraceOutcomes outcomes, CancellationToken cancellation) =>
        Comparison.Holds(((double)extent.Spans).CompareTo(Count));
}

/// <summary>How many of its spans have an error.</summary>
internal sealed record TraceErrorsCondition(Comparison Comparison, double Count) : TraceCondition
{
    /// <inheritdoc/>
    public override bool NeedsErrors => !Comparison.Holds(0d.CompareTo(Count));

    /// <inheritdoc/>
    public override bool IsTrueOf(in TraceExtent extent, TraceOutcomes outcomes, CancellationToken cancellation) =>
        Comparison.Holds(((double)extent.Errors).CompareTo(Count));
}

/// <summary>How it ended.</summary>
internal sealed record TraceOutcomeCondition(Comparison Comparison, TraceOutcome Outcome) : TraceCondition
{
    /// <inheritdoc/>
    public override bool IsOfIndex => false;

    /// <inheritdoc/>
    public override bool NeedsErrors => !Comparison.Holds(((int)TraceOutcome.Ok).CompareTo((int)Outcome));

    /// <inheritdoc/>
    public override bool IsTrueOf(in TraceExtent extent, TraceOutcomes outcomes, CancellationToken cancellation) =>
        Comparison.Holds(((int)outcomes.Of(extent, cancellation)).CompareTo((int)Outcome));
}
