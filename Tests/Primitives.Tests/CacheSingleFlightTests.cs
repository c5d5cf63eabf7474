using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class CacheSingleFlightTests
{
    private readonly TaskCompletionSource<int> _result = new();
    private readonly TaskCompletionSource _started = new();
    private readonly TaskCompletionSource _innerCancelled = new();
    private int _calls;

    private CachePrimitive<int, int> Cache() => new(
        new LambdaPrimitive<int, int>("inner", async (_, cancellationToken) =>
        {
            Interlocked.Increment(ref _calls);
            _started.TrySetResult();
            try
            {
                return await _result.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                _innerCancelled.TrySetResult();
                throw;
            }
        }),
        (i, _) => $"key {i}");

    [Fact]
    public async Task Concurrent_misses_on_one_key_run_the_inner_primitive_once()
    {
        CachePrimitive<int, int> cache = Cache();
        Task<int>[] callers = [.. Enumerable.Range(0, 50).Select(_ => Task.Run(() => cache.ExecuteAsync(1, Make.Context()).AsTask()))];
        await _started.Task;
        _result.SetResult(42);
        Assert.All(await Task.WhenAll(callers), value => Assert.Equal(42, value));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task Different_keys_do_not_wait_for_each_other()
    {
        CachePrimitive<int, int> cache = Cache();
        Task<int> one = cache.ExecuteAsync(1, Make.Context()).AsTask();
        Task<int> two = cache.ExecuteAsync(2, Make.Context()).AsTask();
        Assert.Equal(2, _calls);
        _result.SetResult(42);
        await Task.WhenAll(one, two);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_waiter_that_gives_up_does_not_disturb_the_others(int leaver)
    {
        CachePrimitive<int, int> cache = Cache();
        using var stop = new CancellationTokenSource();
        Task<int>[] callers =
        [
            .. Enumerable.Range(0, 3).Select(i => cache.ExecuteAsync(1, Make.Context(), i == leaver ? stop.Token : default).AsTask()),
        ];
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => callers[leaver]);
        _result.SetResult(42);

        Assert.Equal([42, 42], (await Task.WhenAll(callers.Where((_, i) => i != leaver))).AsEnumerable());
        Assert.Equal(1, _calls);
        Assert.False(_innerCancelled.Task.IsCompleted);
    }

    [Fact]
    public async Task When_all_have_given_up_the_inner_primitive_is_cancelled_and_the_next_caller_starts_afresh()
    {
        CachePrimitive<int, int> cache = Cache();
        using var stop = new CancellationTokenSource();
        Task<int> one = cache.ExecuteAsync(1, Make.Context(), stop.Token).AsTask();
        Task<int> two = cache.ExecuteAsync(1, Make.Context(), stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);
        await _innerCancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Task<int> three = cache.ExecuteAsync(1, Make.Context()).AsTask();
        Assert.Equal(2, _calls);
        _result.SetResult(42);
        Assert.Equal(42, await three);
    }

    [Fact]
    public async Task All_waiters_see_the_failure_and_the_next_caller_tries_again()
    {
        CachePrimitive<int, int> cache = Cache();
        Task<int> one = cache.ExecuteAsync(1, Make.Context()).AsTask();
        Task<int> two = cache.ExecuteAsync(1, Make.Context()).AsTask();
        _result.SetException(new InvalidOperationException("once"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => one);
        await Assert.ThrowsAsync<InvalidOperationException>(() => two);
        await Assert.ThrowsAsync<InvalidOperationException>(() => cache.ExecuteAsync(1, Make.Context()).AsTask());
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task Those_who_shared_an_execution_are_marked()
    {
        using var telemetry = new Telemetry();
        CachePrimitive<int, int> cache = Cache();
        Task<int> one = cache.ExecuteAsync(1, Make.Context()).AsTask();
        Task<int> two = cache.ExecuteAsync(1, Make.Context()).AsTask();
        _result.SetResult(1);
        await Task.WhenAll(one, two);

        Assert.Single(telemetry.SpansNamed("primitive.cache.execute"), s => true.Equals(s.GetTagItem("cache.coalesced")));
        Assert.Single(telemetry.SpansNamed("primitive.lambda.execute"));

        // The one that came second is neither a hit nor a miss.
        Assert.Equal(
            [("coalesced", 1.0), ("miss", 1.0)],
            telemetry.Of("tta.cache.operations")
                .GroupBy(m => (string)m.Labels["operation"]!, m => m.Value).Select(g => (g.Key, g.Sum())).OrderBy(g => g.Key));
    }
}
