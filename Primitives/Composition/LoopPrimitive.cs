namespace Tta.Primitives;

/// <summary>Repeats a primitive on its own result until that is good.</summary>
/// <typeparam name="T">What the primitive takes and returns.</typeparam>
/// <remarks>
/// A loop that is not done after <see cref="LoopOptions.MaxPasses"/> is an error, not a hang. All passes share the context: what one writes
/// into the state the next one reads. What a pass throws ends the loop.
/// </remarks>
public sealed class LoopPrimitive<T> : WorkflowPrimitive<T, T>
{
    private readonly WorkflowPrimitive<T, T> _body;
    private readonly Func<T, WorkflowContext, bool> _isDone;
    private readonly LoopOptions _options;

    /// <summary>Repeats a primitive.</summary>
    /// <param name="body">What to repeat.</param>
    /// <param name="isDone">Whether a result is good; asked after each pass.</param>
    /// <param name="options">How often it may repeat.</param>
    /// <exception cref="ArgumentException">An argument is null or an option is out of range.</exception>
    public LoopPrimitive(WorkflowPrimitive<T, T> body, Func<T, WorkflowContext, bool> isDone, LoopOptions? options = null)
        : base(PrimitiveTypes.Loop, options?.Name)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(isDone);
        _body = body;
        _isDone = isDone;
        _options = OptionsCheck.Valid(options ?? new LoopOptions());
    }

    /// <inheritdoc/>
    protected override ValueTask<T> ExecuteCoreAsync(T input, WorkflowContext context, CancellationToken cancellationToken)
    {
        if (_options.AsksFirst && _isDone(input, context))
        {
            return new ValueTask<T>(input);
        }

        // No state machine as long as passes end at once.
        for (int pass = 1; pass <= _options.MaxPasses; pass++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ValueTask<T> work = PassAsync(pass, input, context, cancellationToken);
            if (!work.IsCompletedSuccessfully)
            {
                return AwaitAsync(pass, work, context, cancellationToken);
            }

            input = work.Result;
            if (_isDone(input, context))
            {
                return new ValueTask<T>(input);
            }
        }

        return ValueTask.FromException<T>(new LoopLimitException(Name, _options.MaxPasses));
    }

    private async ValueTask<T> AwaitAsync(int pass, ValueTask<T> work, WorkflowContext context, CancellationToken cancellationToken)
    {
        while (true)
        {
            T output = await work.ConfigureAwait(false);
            if (_isDone(output, context))
            {
                return output;
            }

            if (++pass > _options.MaxPasses)
            {
                throw new LoopLimitException(Name, _options.MaxPasses);
            }

            cancellationToken.ThrowIfCancellationRequested();
            work = PassAsync(pass, output, context, cancellationToken);
        }
    }

    private ValueTask<T> PassAsync(int pass, T input, WorkflowContext context, CancellationToken cancellationToken)
    {
        if (!Instruments.Observed)
        {
            return _body.ExecuteAsync(input, context, cancellationToken);
        }

        Connect(this, _body, TtaNames.Values.Connection.Sequential);
        return SpannedStep.RunAsync(
            SpanNames.Pass(pass), TtaNames.Values.Action.Pass, pass - 1, this, _body, input, context, cancellationToken);
    }
}
