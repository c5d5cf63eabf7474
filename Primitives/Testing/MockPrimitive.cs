using System.Collections.Concurrent;

namespace Tta.Primitives.Testing;

/// <summary>Stands in for a primitive in tests: records its calls, returns or throws what it was told.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
/// <remarks>Answers are used in the order they were given, the last one again and again.</remarks>
public sealed class MockPrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private readonly ConcurrentQueue<TIn> _calls = new();
    private readonly Lock _gate = new();
    private readonly List<Func<TIn, WorkflowContext, TOut>> _answers = [];
    private int _next;

    /// <summary>A mock without an answer yet.</summary>
    /// <param name="name">Its name. Default: <c>mock</c>.</param>
    public MockPrimitive(string? name = null)
        : base(PrimitiveTypes.Mock, name)
    {
    }

    /// <summary>The inputs of all calls so far, in order.</summary>
    public IReadOnlyList<TIn> Calls => [.. _calls];

    /// <summary>Returns a value.</summary>
    /// <param name="output">The value.</param>
    /// <returns>This mock.</returns>
    public MockPrimitive<TIn, TOut> Returns(TOut output) => Answers((_, _) => output);

    /// <summary>Returns what a delegate makes of the input.</summary>
    /// <param name="answer">The delegate.</param>
    /// <returns>This mock.</returns>
    /// <exception cref="ArgumentNullException">No <paramref name="answer"/>.</exception>
    public MockPrimitive<TIn, TOut> Answers(Func<TIn, WorkflowContext, TOut> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        lock (_gate)
        {
            _answers.Add(answer);
        }

        return this;
    }

    /// <summary>Throws an exception.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>This mock.</returns>
    /// <exception cref="ArgumentNullException">No <paramref name="exception"/>.</exception>
    public MockPrimitive<TIn, TOut> Throws(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Answers((_, _) => throw exception);
    }

    /// <inheritdoc/>
    protected override ValueTask<TOut> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        _calls.Enqueue(input);
        Func<TIn, WorkflowContext, TOut> answer;
        lock (_gate)
        {
            if (_answers.Count == 0)
            {
                throw new InvalidOperationException($"The mock '{Name}' was called but not told what to answer.");
            }

            answer = _answers[Math.Min(_next++, _answers.Count - 1)];
        }

        return new ValueTask<TOut>(answer(input, context));
    }
}
