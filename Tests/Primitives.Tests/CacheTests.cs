using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class CacheTests
{
    private readonly ManualTime _time = new();
    private int _calls;

    private LambdaPrimitive<string, string?> Inner(decimal? cost = 0.25m) => new("inner", (s, c) =>
    {
        Interlocked.Increment(ref _calls);
        c.Usage.AddCall(1, 1, cost);
        return s == "null" ? null : s == "bad" ? throw new InvalidOperationException("bad") : s.ToUpperInvariant();
    });

    private CachePrimitive<string, string?> Cache(Action<CacheOptions<string?>>? change = null, WorkflowPrimitive<string, string?>? inner = null)
    {
        var options = new CacheOptions<string?> { Name = "answers", TimeProvider = _time };
        change?.Invoke(options);
        return new CachePrimitive<string, string?>(inner ?? Inner(), (s, _) => s, options);
    }

    [Fact]
    public void The_default_is_a_thousand_entries() => Assert.Equal(1000, new CacheOptions<int>().MaxEntries);

    [Fact]
    public async Task A_second_call_with_the_same_key_does_not_run_the_inner_primitive()
    {
        CachePrimitive<string, string?> cache = Cache();
        Assert.Equal("A", await cache.ExecuteAsync("a", Make.Context()));
        Assert.Equal("A", await cache.ExecuteAsync("a", Make.Context()));
        Assert.Equal("B", await cache.ExecuteAsync("b", Make.Context()));
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task A_result_is_good_until_its_time_to_live_and_not_longer()
    {
        CachePrimitive<string, string?> cache = Cache(o => o.TimeToLive = TimeSpan.FromSeconds(10));
        await cache.ExecuteAsync("a", Make.Context());
        _time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        await cache.ExecuteAsync("a", Make.Context());
        Assert.Equal(1, _calls);
        _time.Advance(TimeSpan.FromTicks(1));
        await cache.ExecuteAsync("a", Make.Context());
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task Being_used_does_not_make_a_result_live_longer()
    {
        CachePrimitive<string, string?> cache = Cache(o => o.TimeToLive = TimeSpan.FromSeconds(10));
        await cache.ExecuteAsync("a", Make.Context());
        _time.Advance(TimeSpan.FromSeconds(6));
        await cache.ExecuteAsync("a", Make.Context());
        _time.Advance(TimeSpan.FromSeconds(6));
        await cache.ExecuteAsync("a", Make.Context());
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task The_least_recently_used_goes_first()
    {
        using var telemetry = new Telemetry();
        CachePrimitive<string, string?> cache = Cache(o => o.MaxEntries = 2);
        foreach (string key in new[] { "a", "b", "a", "c", "a", "b" })
        {
            await cache.ExecuteAsync(key, Make.Context());
        }

        // a and b missed; a hit; c missed and drove b out; a hit; b missed and drove c out.
        Assert.Equal(4, _calls);
        Assert.Equal(2, cache.Count);
        Assert.Equal(2, telemetry.Sum("tta.cache.operations", ("cache_name", "answers"), ("backend", "memory"), ("operation", "eviction")));
        Assert.Equal(2, telemetry.Sum("tta.cache.operations", ("operation", "hit")));
        Assert.Equal(4, telemetry.Sum("tta.cache.operations", ("operation", "miss")));
        Assert.Equal(2, telemetry.Of("tta.cache.entries", ("cache_name", "answers"), ("backend", "memory")).Last().Value);
        Assert.Equal(8, telemetry.Of("tta.cache.size", ("cache_name", "answers")).Last().Value);
    }

    [Fact]
    public async Task Failures_are_not_kept_and_null_is()
    {
        CachePrimitive<string, string?> cache = Cache();
        for (int i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => cache.ExecuteAsync("bad", Make.Context()).AsTask());
        }

        Assert.Equal(2, _calls);
        Assert.Null(await cache.ExecuteAsync("null", Make.Context()));
        Assert.Null(await cache.ExecuteAsync("null", Make.Context()));
        Assert.Equal(3, _calls);
    }

    [Fact]
    public async Task A_hit_reports_its_age_and_what_it_saves()
    {
        CachePrimitive<string, string?> cache = Cache();
        await cache.ExecuteAsync("a", Make.Context());
        _time.Advance(TimeSpan.FromSeconds(3));
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        await cache.ExecuteAsync("a", context);

        Activity lookup = telemetry.Span("cache.memory.lookup");
        Assert.Equal(true, lookup.GetTagItem("cache.hit"));
        Assert.Equal(3.0, lookup.GetTagItem("cache.age_seconds"));
        Assert.Equal(3600.0, lookup.GetTagItem("cache.ttl_seconds"));
        Assert.Equal(0.25, lookup.GetTagItem("cache.savings_usd"));
        Assert.Equal(telemetry.Span("primitive.cache.execute").SpanId, lookup.ParentSpanId);
        Assert.Equal(0.25, telemetry.Sum("tta.cache.savings.dollars", ("cache_name", "answers")));
        Assert.Equal(new UsageSnapshot(0, 0, 0, 0, 0m, 0.25m), context.Usage.Snapshot());
    }

    [Fact]
    public async Task What_siblings_spend_meanwhile_is_not_counted_as_saved()
    {
        CachePrimitive<string, string?> cache = Cache();
        var spender = new LambdaPrimitive<string, string?>("spender", (s, c) => { c.Usage.AddCall(1, 1, 100m); return s; });
        WorkflowContext context = Make.Context();
        await (cache | spender | cache).ExecuteAsync("a", context);
        Assert.Equal((100.25m, 0.25m), (context.Usage.Snapshot().CostUsd, context.Usage.Snapshot().SavedUsd));
    }

    [Fact]
    public async Task A_result_of_which_a_part_has_no_price_saves_at_least_the_priced_part()
    {
        using var telemetry = new Telemetry();
        var half = new LambdaPrimitive<string, string?>("half", (s, c) =>
        {
            c.Usage.AddCall(1, 1, 0.25m);
            c.Usage.AddCall(1, 1, null);
            return s;
        });
        CachePrimitive<string, string?> cache = Cache(inner: half);
        await cache.ExecuteAsync("a", Make.Context());
        await cache.ExecuteAsync("a", Make.Context());

        (string, object?)[] labels = [("workflow_name", "content_generation"), ("cache_name", "answers")];
        Assert.Equal(0.25, telemetry.Sum("tta.cache.savings.dollars", labels));
        Assert.Equal(1, telemetry.Sum("tta.cache.unpriced.hits", labels));
        Assert.Equal(0.25, telemetry.SpansNamed("cache.memory.lookup").Last().GetTagItem("cache.savings_usd"));
    }

    [Fact]
    public async Task A_result_of_unknown_cost_saves_an_unknown_amount()
    {
        using var telemetry = new Telemetry();
        CachePrimitive<string, string?> cache = Cache(inner: Inner(cost: null));
        await cache.ExecuteAsync("a", Make.Context());
        await cache.ExecuteAsync("a", Make.Context());
        Assert.Empty(telemetry.Of("tta.cache.savings.dollars"));
        Assert.Equal(1, telemetry.Sum("tta.cache.unpriced.hits"));
        Assert.Null(telemetry.SpansNamed("cache.memory.lookup").Last().GetTagItem("cache.savings_usd"));
    }

    [Fact]
    public async Task Keys_leave_the_process_only_as_hashes()
    {
        using var telemetry = new Telemetry();
        var second = new FakeDistributedCache();
        await Cache(o => o.SecondLevel = second).ExecuteAsync("my secret prompt", Make.Context());

        string key = Assert.Single(second.Entries.Keys);
        Assert.Matches("^[0-9a-f]{32}$", key);
        Assert.All(telemetry.Spans.Where(s => s.OperationName.StartsWith("cache.", StringComparison.Ordinal)), s => Assert.Equal(key, s.GetTagItem("cache.key")));
        Assert.DoesNotContain(
            telemetry.Spans.SelectMany(s => s.TagObjects).Concat(telemetry.Measurements.SelectMany(m => m.Labels)),
            tag => tag.Value is string text && text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Invalidating_and_clearing_forget()
    {
        var second = new FakeDistributedCache();
        CachePrimitive<string, string?> cache = Cache(o => o.SecondLevel = second);
        await cache.ExecuteAsync("a", Make.Context());
        await cache.InvalidateAsync("a", Make.Context());
        Assert.Empty(second.Entries);
        await cache.ExecuteAsync("a", Make.Context());
        Assert.Equal(2, _calls);
        cache.Clear();
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public async Task A_null_key_is_a_clear_error()
    {
        var cache = new CachePrimitive<string, string?>(Inner(), (_, _) => null!, new CacheOptions<string?> { Name = "answers" });
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => cache.ExecuteAsync("a", Make.Context()).AsTask());
        Assert.Contains("'answers'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nonsense_is_refused_at_construction()
    {
        Assert.Contains("MaxEntries", Assert.Throws<ArgumentException>(() => Cache(o => o.MaxEntries = 0)).Message, StringComparison.Ordinal);
        Assert.Contains("TimeToLive", Assert.Throws<ArgumentException>(() => Cache(o => o.TimeToLive = TimeSpan.Zero)).Message, StringComparison.Ordinal);
        Assert.Contains("serializer", Assert.Throws<ArgumentException>(() => new CachePrimitive<int, int>(
            Make.Add(1), (i, _) => "k", new CacheOptions<int> { Name = "answers", SecondLevel = new FakeDistributedCache() })).Message, StringComparison.Ordinal);
    }
}
