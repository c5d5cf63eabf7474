using Keys = Tta.Primitives.TtaNames.Attributes;

namespace Tta.Primitives;

/// <summary>Runs a primitive inside a span of its owner: a step, a branch, an attempt.</summary>
internal static class SpannedStep
{
    public static ValueTask<TOut> RunAsync<TIn, TOut>(
        string spanName,
        string action,
        int index,
        WorkflowPrimitive owner,
        WorkflowPrimitive<TIn, TOut> step,
        TIn input,
        WorkflowContext context,
        CancellationToken cancellationToken)
    {
        Span span = Span.Start(
            spanName,
            owner,
            action,
            context,
            first: new(Keys.Step.Index, Boxed.Of(index)),
            second: new(Keys.Step.Name, step.Name));

        // ExecuteAsync does not throw: what goes wrong is in the task.
        ValueTask<TOut> work = step.ExecuteAsync(input, context, cancellationToken);
        if (!work.IsCompletedSuccessfully)
        {
            ValueTask<TOut> rest = AwaitAsync(work, span, cancellationToken);
            span.Leave();
            return rest;
        }

        TOut output = work.Result;
        span.Succeed();
        return new ValueTask<TOut>(output);
    }

    /// <summary>Ends <paramref name="span"/> with <paramref name="work"/>.</summary>
    public static async ValueTask<TOut> AwaitAsync<TOut>(ValueTask<TOut> work, Span span, CancellationToken cancellationToken)
    {
        TOut output;
        try
        {
            output = await work.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            span.Fail(exception, cancellationToken);
            throw;
        }

        span.Succeed();
        return output;
    }
}
