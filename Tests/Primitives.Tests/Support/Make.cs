namespace Tta.Primitives.Tests.Support;

/// <summary>Short ways to primitives that tests are made of.</summary>
internal static partial class Make
{
    public static WorkflowContext Context() => new("content_generation");

    public static LambdaPrimitive<int, int> Add(int n, string? name = null) => new(name ?? $"add{n}", i => i + n);

    public static LambdaPrimitive<int, int> Throws(string message = "boom", string name = "broken") =>
        new(name, int (int _) => throw new InvalidOperationException(message));

    /// <summary>Fails the first <paramref name="failures"/> times, then returns the number of the call.</summary>
    public static LambdaPrimitive<int, int> FailsFirst(int failures, Func<int, Exception>? failure = null, Action<int>? onCall = null)
    {
        int calls = 0;
        return new LambdaPrimitive<int, int>("flaky", _ =>
        {
            int call = Interlocked.Increment(ref calls);
            onCall?.Invoke(call);
            return call <= failures ? throw failure?.Invoke(call) ?? new InvalidOperationException($"failure {call}") : call;
        });
    }

    /// <summary>Waits until its caller cancels it.</summary>
    public static LambdaPrimitive<int, int> Hangs(TaskCompletionSource? started = null, string name = "hangs") => new(
        name,
        async (_, cancellationToken) =>
        {
            started?.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        });
}
