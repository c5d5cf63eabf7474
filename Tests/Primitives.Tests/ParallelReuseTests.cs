using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>A parallel keeps the working parts of an execution for the next one; nothing of the former may show.</summary>
public sealed class ParallelReuseTests
{
    [Fact]
    public async Task After_a_failure_or_a_cancellation_it_works_as_before()
    {
        bool fails = false;
        var parallel = new ParallelPrimitive<int, int>([new LambdaPrimitive<int, int>("may_fail", i => fails ? throw new InvalidOperationException("no") : i), Make.Add(1)]);
        Assert.Equal((int[])[1, 2], await parallel.ExecuteAsync(1, Make.Context()));
        fails = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => parallel.ExecuteAsync(1, Make.Context()).AsTask());
        fails = false;
        Assert.Equal((int[])[5, 6], await parallel.ExecuteAsync(5, Make.Context()));

        using var stop = new CancellationTokenSource();
        WorkflowPrimitive<int, int[]> cancels = new ParallelPrimitive<int, int>([new LambdaPrimitive<int, int>("cancels", i => { if (i == 0) { stop.Cancel(); } return i; }), Make.Add(1)]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancels.ExecuteAsync(0, Make.Context(), stop.Token).AsTask());
        Assert.Equal((int[])[1, 2], await cancels.ExecuteAsync(1, Make.Context()));
    }

    [Fact]
    public async Task A_callers_later_cancellation_does_not_reach_the_next_callers_branches()
    {
        using var stop = new CancellationTokenSource();
        var gate = new TaskCompletionSource<int>();
        var parallel = new ParallelPrimitive<int, int>([new LambdaPrimitive<int, int>("waits", async (i, token) => i == 0 ? 0 : await gate.Task.WaitAsync(token)), Make.Add(1)]);
        await parallel.ExecuteAsync(0, Make.Context(), stop.Token);
        Task<int[]> next = parallel.ExecuteAsync(1, Make.Context()).AsTask();
        await stop.CancelAsync();
        gate.SetResult(7);
        Assert.Equal((int[])[7, 2], await next);
    }

    [Fact]
    public async Task Executions_that_overlap_keep_their_inputs_contexts_and_results_apart()
    {
        var gate = new TaskCompletionSource();
        var seen = new LambdaPrimitive<int, string>("seen", async (i, context, _) =>
        {
            await gate.Task;
            return $"{context.SessionId}{i}";
        });
        ParallelPrimitive<int, string> parallel = seen | seen;
        Task<string[]>[] running =
        [
            .. Enumerable.Range(0, 20).Select(i => parallel.ExecuteAsync(i, new WorkflowContext { SessionId = $"s{i}:" }).AsTask()),
        ];
        gate.SetResult();
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => $"s{i}:{i} s{i}:{i}"), (await Task.WhenAll(running)).Select(results => string.Join(' ', results)));
    }

    [Fact]
    public async Task A_result_stays_the_callers_own()
    {
        ParallelPrimitive<int, int> parallel = Make.Add(0) | Make.Add(1);
        int[] first = await parallel.ExecuteAsync(1, Make.Context());
        int[] second = await parallel.ExecuteAsync(10, Make.Context());
        Assert.NotSame(first, second);
        Assert.Equal((int[])[1, 2], first);
    }

    [Fact]
    public async Task Nothing_of_an_execution_is_kept_alive()
    {
        ParallelPrimitive<object, int> parallel = new([new LambdaPrimitive<object, int>("one", _ => 1)]);
        WeakReference[] used = await RunAsync(parallel);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.All(used, reference => Assert.False(reference.IsAlive));
        GC.KeepAlive(parallel);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static async Task<WeakReference[]> RunAsync(ParallelPrimitive<object, int> parallel)
    {
        object input = new();
        WorkflowContext context = Make.Context();
        int[] results = await parallel.ExecuteAsync(input, context);
        return [new(input), new(context), new(results)];
    }

    // P1
    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public async Task A_token_that_was_kept_is_not_cancelled_by_a_later_executions_failure(int? maxConcurrency)
    {
        var kept = new List<CancellationToken>();
        var keeps = new LambdaPrimitive<int, int>("keeps", ValueTask<int> (int i, CancellationToken token) =>
        {
            kept.Add(token);
            return i < 0 ? throw new InvalidOperationException() : new(i);
        });
        var parallel = new ParallelPrimitive<int, int>([keeps, Make.Add(1)], new ParallelPrimitiveOptions { MaxConcurrency = maxConcurrency });
        await parallel.ExecuteAsync(1, Make.Context());
        await Assert.ThrowsAsync<InvalidOperationException>(() => parallel.ExecuteAsync(-1, Make.Context()).AsTask());
        Assert.Equal([false, true], kept.Select(token => token.IsCancellationRequested));
    }

    [Fact]
    public async Task A_callers_token_that_lives_long_holds_nothing_of_an_execution()
    {
        using var stop = new CancellationTokenSource();
        WeakReference[] held = await RegisterAsync(stop.Token);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.All(held, reference => Assert.False(reference.IsAlive));
    }

    /// <summary>Runs what leaves something behind on its token.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static async Task<WeakReference[]> RegisterAsync(CancellationToken stop)
    {
        var held = new List<WeakReference>();
        var registers = new LambdaPrimitive<int, int>("registers", ValueTask<int> (int i, CancellationToken token) =>
        {
            object state = new();
            token.UnsafeRegister(_ => { }, state);
            held.Add(new WeakReference(state));
            return new(i);
        });
        await (registers | registers).ExecuteAsync(1, Make.Context(), stop);
        await new TimeoutPrimitive<int, int>(registers).ExecuteAsync(1, Make.Context(), stop);
        return [.. held];
    }
}
