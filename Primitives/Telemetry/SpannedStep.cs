using Keys = Tta.Primitives.TtaNames.Attributes;

namespace Tta.Primitives;

/// <summary>Runs a primitive inside a span of its owner: a step, a branch, an attempt.</summary>
internal static class SpannedStep
{
    public static async ValueTask<TOut> RunAsync<TIn, TOut>(
        string spanName,
        string action,
        int index,
        WorkflowPrimitive owner,
        WorkflowPrimitive<TIn, TOut> step,
        TIn input,
        WorkflowContext context,
        CancellationToken cancellationToken)
    {
        Span span = Span.Start(spanName, owner, action, context);
        span.Tag(Keys.Step.Index, Boxed.Of(index));
        span.Tag(Keys.Step.Name, step.Name);
        TOut output;
        try
        {
            output = await step.ExecuteAsync(input, context, cancellationToken).ConfigureAwait(false);
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
