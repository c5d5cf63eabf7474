using Labels = Tta.Primitives.TtaNames.Labels;

namespace Tta.Primitives;

/// <summary>Tries one after another until one returns.</summary>
internal static class FallbackChain
{
    /// <summary>Awaits the first and, when it fails, tries the choices from <paramref name="from"/> on in order.</summary>
    /// <returns>The result, and how many fallbacks it took.</returns>
    public static async ValueTask<(TOut Output, int Fallbacks)> RunAsync<TIn, TOut>(
        WorkflowPrimitive owner,
        ValueTask<TOut> first,
        IReadOnlyList<WorkflowPrimitive<TIn, TOut>> choices,
        int from,
        Func<Exception, bool>? shouldHandle,
        TIn input,
        WorkflowContext context,
        CancellationToken cancellationToken)
    {
        List<Exception> failures;
        try
        {
            return (await first.ConfigureAwait(false), 0);
        }
        catch (Exception exception) when (Handles(exception, shouldHandle, cancellationToken))
        {
            failures = [exception];
        }

        for (int i = 0; i < choices.Count - from; i++)
        {
            WorkflowPrimitive<TIn, TOut> fallback = choices[from + i];
            Instruments.FallbackActivations.Add(1, new(Labels.PrimitiveName, owner.Name), new(Labels.FallbackName, fallback.Name));
            WorkflowPrimitive.Connect(owner, fallback, TtaNames.Values.Connection.Fallback);
            try
            {
                TOut output = await SpannedStep.RunAsync(
                    SpanNames.Fallback(i + 1), TtaNames.Values.Action.Fallback, i, owner, fallback, input, context, cancellationToken)
                    .ConfigureAwait(false);
                return (output, i + 1);
            }
            catch (Exception exception) when (Handles(exception, shouldHandle, cancellationToken))
            {
                failures.Add(exception);
            }
        }

        throw new AllFallbacksFailedException(owner.Name, failures);
    }

    private static bool Handles(Exception exception, Func<Exception, bool>? shouldHandle, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && (shouldHandle?.Invoke(exception) ?? true);
}
