namespace Tta.Primitives;

/// <summary>The steps of a sequence, typed all the way so that nothing is boxed between them.</summary>
internal abstract class SequentialChain<TIn, TOut>
{
    /// <summary>How many steps there are.</summary>
    public abstract int Count { get; }

    /// <summary>The last step.</summary>
    public abstract WorkflowPrimitive Last { get; }

    /// <summary>Runs the steps in order.</summary>
    public abstract ValueTask<TOut> RunAsync(
        TIn input, WorkflowPrimitive owner, WorkflowContext context, CancellationToken cancellationToken);

    /// <summary>Runs the steps in order when nobody listens.</summary>
    public abstract ValueTask<TOut> RunUnobservedAsync(
        TIn input, WorkflowPrimitive owner, WorkflowContext context, CancellationToken cancellationToken);

    /// <summary>These steps after those of <paramref name="head"/>, in one flat chain.</summary>
    public abstract SequentialChain<TFirst, TOut> After<TFirst>(SequentialChain<TFirst, TIn> head);

    /// <summary>Adds the steps in order.</summary>
    public abstract void CollectInto(List<WorkflowPrimitive> steps);

    protected static ValueTask<TStepOut> RunStepAsync<TStepIn, TStepOut>(
        WorkflowPrimitive<TStepIn, TStepOut> step,
        int index,
        WorkflowPrimitive source,
        WorkflowPrimitive owner,
        TStepIn input,
        WorkflowContext context,
        CancellationToken cancellationToken)
    {
        // No local function here: what it captured would be copied on the unobserved path too.
        if (!Instruments.Observed)
        {
            return step.ExecuteAsync(input, context, cancellationToken);
        }

        WorkflowPrimitive.Connect(source, step, TtaNames.Values.Connection.Sequential);
        return SpannedStep.RunAsync(
            SpanNames.Step(index), TtaNames.Values.Action.Step, index, owner, step, input, context, cancellationToken);
    }
}

/// <summary>The first step.</summary>
internal sealed class FirstStep<TIn, TOut>(WorkflowPrimitive<TIn, TOut> step) : SequentialChain<TIn, TOut>
{
    public override int Count => 1;

    public override WorkflowPrimitive Last => step;

    public override ValueTask<TOut> RunAsync(
        TIn input, WorkflowPrimitive owner, WorkflowContext context, CancellationToken cancellationToken) =>
        RunStepAsync(step, 0, owner, owner, input, context, cancellationToken);

    public override ValueTask<TOut> RunUnobservedAsync(
        TIn input, WorkflowPrimitive owner, WorkflowContext context, CancellationToken cancellationToken) =>
        step.ExecuteAsync(input, context, cancellationToken);

    public override SequentialChain<TFirst, TOut> After<TFirst>(SequentialChain<TFirst, TIn> head) =>
        new NextStep<TFirst, TIn, TOut>(head, step);

    public override void CollectInto(List<WorkflowPrimitive> steps) => steps.Add(step);
}

/// <summary>Every further step.</summary>
internal sealed class NextStep<TIn, TMid, TOut>(SequentialChain<TIn, TMid> head, WorkflowPrimitive<TMid, TOut> step)
    : SequentialChain<TIn, TOut>
{
    public override int Count { get; } = head.Count + 1;

    public override WorkflowPrimitive Last => step;

    public override ValueTask<TOut> RunAsync(
        TIn input, WorkflowPrimitive owner, WorkflowContext context, CancellationToken cancellationToken)
    {
        ValueTask<TMid> before = head.RunAsync(input, owner, context, cancellationToken);
        return before.IsCompletedSuccessfully
            ? RunStepAsync(step, Count - 1, head.Last, owner, before.Result, context, cancellationToken)
            : AwaitedAsync(before, owner, context, cancellationToken);
    }

    public override ValueTask<TOut> RunUnobservedAsync(
        TIn input, WorkflowPrimitive owner, WorkflowContext context, CancellationToken cancellationToken)
    {
        ValueTask<TMid> before = head.RunUnobservedAsync(input, owner, context, cancellationToken);
        return before.IsCompletedSuccessfully
            ? step.ExecuteAsync(before.Result, context, cancellationToken)
            : AwaitedAsync(before, owner, context, cancellationToken);
    }

    public override SequentialChain<TFirst, TOut> After<TFirst>(SequentialChain<TFirst, TIn> first) =>
        new NextStep<TFirst, TMid, TOut>(head.After(first), step);

    public override void CollectInto(List<WorkflowPrimitive> steps)
    {
        head.CollectInto(steps);
        steps.Add(step);
    }

    private async ValueTask<TOut> AwaitedAsync(
        ValueTask<TMid> before, WorkflowPrimitive owner, WorkflowContext context, CancellationToken cancellationToken)
    {
        TMid middle = await before.ConfigureAwait(false);
        return await RunStepAsync(step, Count - 1, head.Last, owner, middle, context, cancellationToken).ConfigureAwait(false);
    }
}
