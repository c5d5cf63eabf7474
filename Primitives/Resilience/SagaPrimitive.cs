using System.Buffers;
using System.Runtime.CompilerServices;

namespace Tta.Primitives;

/// <summary>Runs steps in order and, when one fails or the caller cancels, undoes the finished ones in reverse.</summary>
/// <typeparam name="T">What steps take and return; each takes the result of the one before.</typeparam>
/// <remarks>
/// Compensations get the input that their step had, and run to their end even when the caller has cancelled or the workflow's deadline has
/// passed: their context has none. The failure surfaces as it is when all compensations succeed, and inside a
/// <see cref="SagaCompensationException"/> when some fail.
/// </remarks>
public sealed class SagaPrimitive<T> : WorkflowPrimitive<T, T>
{
    private readonly SagaStep<T>[] _steps;

    /// <summary>Steps that can be undone.</summary>
    /// <param name="steps">At least one.</param>
    /// <param name="name">The primitive's name. Default: its type.</param>
    /// <exception cref="ArgumentException">There is no step, or one is null or has no action.</exception>
    public SagaPrimitive(IEnumerable<SagaStep<T>> steps, string? name = null)
        : base(PrimitiveTypes.Saga, name)
    {
        ArgumentNullException.ThrowIfNull(steps);
        _steps = [.. steps];
        if (_steps.Length == 0 || _steps.Any(step => step?.Action is null))
        {
            throw new ArgumentException("A saga needs at least one step, and none may be null.", nameof(steps));
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<T> ExecuteCoreAsync(T input, WorkflowContext context, CancellationToken cancellationToken)
    {
        T[] inputs = ArrayPool<T>.Shared.Rent(_steps.Length);
        T current = input;
        int done = 0;
        try
        {
            for (; done < _steps.Length; done++)
            {
                inputs[done] = current;
                WorkflowPrimitive<T, T> action = _steps[done].Action;
                Connect(done == 0 ? this : _steps[done - 1].Action, action, TtaNames.Values.Connection.Sequential);
                current = await action.ExecuteAsync(current, context, cancellationToken).ConfigureAwait(false);
            }

            return current;
        }
        catch (Exception failure)
        {
            bool cancelled = Outcome.IsCancellation(failure, cancellationToken);
            WorkflowContext undoing = context.WithoutDeadline();
            List<Exception>? failures = await CompensateAsync(done, inputs, undoing).ConfigureAwait(false);
            if (undoing != context)
            {
                context.AddChildSeconds(undoing.ChildSeconds);
            }

            if (failures is not null)
            {
                // That something was left half done is a failure, whoever began it.
                var incomplete = new SagaCompensationException(Name, failure, failures);
                Outcome.KeepAsFailure(incomplete, cancellationToken);
                throw incomplete;
            }

            if (!cancelled)
            {
                // The caller may have left while the steps were being undone; the failure was first.
                Outcome.KeepAsFailure(failure, cancellationToken);
            }

            throw;
        }
        finally
        {
            ArrayPool<T>.Shared.Return(inputs, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }
    }

    private async Task<List<Exception>?> CompensateAsync(int done, T[] inputs, WorkflowContext context)
    {
        List<Exception>? failures = null;
        for (int i = done - 1; i >= 0; i--)
        {
            if (_steps[i].Compensation is not { } compensation)
            {
                continue;
            }

            try
            {
                await SpannedStep.RunAsync(
                    SpanNames.Compensate(i), TtaNames.Values.Action.Compensate, i, this, compensation, inputs[i], context, default)
                    .ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                (failures ??= []).Add(exception);
            }
        }

        return failures;
    }
}
