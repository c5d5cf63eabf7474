using Microsoft.Extensions.Caching.Distributed;
using Tta.DemoWorkers.Tests.CacheLayer;
using Tta.DemoWorkers.Tests.Hosting;
using Tta.DemoWorkers.WorkflowEngine.Caching;

namespace Tta.DemoWorkers.Tests.WorkflowEngine;

/// <summary>Against the real cache layer and a real Redis.</summary>
public sealed class HttpDistributedCacheTests
{
    [Fact]
    public async Task Entries_travel_through_the_cache_layer()
    {
        using var redis = new RedisServer().Start();
        await using var layer = await RunningWorker.StartAsync("cache-layer", ("ConnectionStrings:cache", redis.ConnectionString));
        var cache = new HttpDistributedCache(layer.Client);
        var key = "a key/with ünusual ?marks";
        await Eventually.True(
            async () => (await layer.Client.GetAsync("/cache/x")).StatusCode == System.Net.HttpStatusCode.NoContent, "Redis answers");

        Assert.Null(await cache.GetAsync(key));
        await cache.SetAsync(key, [1, 2, 3], new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) });
        Assert.Equal([1, 2, 3], await cache.GetAsync(key));
        await cache.RemoveAsync(key);
        Assert.Null(await cache.GetAsync(key));
    }

    [Fact]
    public async Task A_layer_without_Redis_is_an_exception()
    {
        using var redis = new RedisServer();
        await using var layer = await RunningWorker.StartAsync("cache-layer", ("ConnectionStrings:cache", redis.ConnectionString));
        var cache = new HttpDistributedCache(layer.Client);

        await Assert.ThrowsAsync<HttpRequestException>(() => cache.GetAsync("k"));
        await Assert.ThrowsAsync<HttpRequestException>(() => cache.SetAsync("k", [1], new DistributedCacheEntryOptions()));
    }
}
