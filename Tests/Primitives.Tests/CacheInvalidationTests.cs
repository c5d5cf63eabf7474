using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>Forgetting while a result is being made: what was asked for before may be stale, what comes after must not be.</summary>
public sealed class CacheInvalidationTests
{
    private readonly FakeDistributedCache _second = new();
    private readonly TaskCompletionSource<string> _first = new();
    private int _calls;

    private CachePrimitive<string, string> Cache() => new(
        new LambdaPrimitive<string, string>(
            "inner", async (_, _) => Interlocked.Increment(ref _calls) == 1 ? await _first.Task : "new"),
        (text, _) => text,
        new CacheOptions<string> { Name = "answers", SecondLevel = _second });

    [Fact]
    public async Task A_result_that_was_forgotten_while_it_was_made_is_not_kept()
    {
        CachePrimitive<string, string> cache = Cache();
        Task<string> waiting = cache.ExecuteAsync("a", Make.Context()).AsTask();
        await cache.InvalidateAsync("a", Make.Context());
        _first.SetResult("old");

        Assert.Equal("old", await waiting);
        Assert.Equal(0, cache.Count);
        Assert.Empty(_second.Entries);
        Assert.Equal("new", await cache.ExecuteAsync("a", Make.Context()));
    }

    [Fact]
    public async Task Who_comes_after_the_forgetting_does_not_share_what_was_begun_before()
    {
        CachePrimitive<string, string> cache = Cache();
        Task<string> waiting = cache.ExecuteAsync("a", Make.Context()).AsTask();
        await cache.InvalidateAsync("a", Make.Context());
        Assert.Equal("new", await cache.ExecuteAsync("a", Make.Context()));
        _first.SetResult("old");

        // And the late one does not replace it.
        Assert.Equal("old", await waiting);
        Assert.Equal("new", await cache.ExecuteAsync("a", Make.Context()));
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task A_result_that_is_on_its_way_to_the_second_level_is_forgotten_there_too()
    {
        CachePrimitive<string, string> cache = Cache();
        _second.StoreGate = new TaskCompletionSource();
        _first.SetResult("old");
        Task<string> waiting = cache.ExecuteAsync("a", Make.Context()).AsTask();
        Task forgetting = cache.InvalidateAsync("a", Make.Context());
        _second.StoreGate.SetResult();
        await forgetting;
        Assert.Equal("old", await waiting);
        Assert.Empty(_second.Entries);
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public async Task A_caller_who_gives_up_forgetting_does_not_wait_for_the_store()
    {
        CachePrimitive<string, string> cache = Cache();
        _second.StoreGate = new TaskCompletionSource();
        _first.SetResult("old");
        Task<string> waiting = cache.ExecuteAsync("a", Make.Context()).AsTask();
        using var stop = new CancellationTokenSource();
        Task forgetting = cache.InvalidateAsync("a", Make.Context(), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => forgetting);
        _second.StoreGate.SetResult();
        await waiting;
    }

    [Fact]
    public async Task Clearing_forgets_what_is_being_made_too()
    {
        CachePrimitive<string, string> cache = Cache();
        Task<string> waiting = cache.ExecuteAsync("a", Make.Context()).AsTask();
        cache.Clear();
        _first.SetResult("old");
        Assert.Equal("old", await waiting);
        Assert.Equal(0, cache.Count);
        Assert.Equal("new", await cache.ExecuteAsync("a", Make.Context()));
    }

    [Fact]
    public async Task Forgetting_one_key_leaves_the_others_alone()
    {
        CachePrimitive<string, string> cache = Cache();
        Task<string> waiting = cache.ExecuteAsync("a", Make.Context()).AsTask();
        await cache.InvalidateAsync("b", Make.Context());
        _first.SetResult("old");
        await waiting;
        Assert.Equal("old", await cache.ExecuteAsync("a", Make.Context()));
        Assert.Equal(1, _calls);
    }
}
