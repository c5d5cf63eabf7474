using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tta.DemoWorkers.CacheLayer;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.Tests.Hosting;

namespace Tta.DemoWorkers.Tests.CacheLayer;

/// <summary>Against a real Redis.</summary>
public sealed class CacheLayerTests
{
    [Fact]
    public async Task What_is_put_is_got_until_it_is_deleted()
    {
        using var redis = new RedisServer().Start();
        await using var layer = await StartAsync(redis);
        await UpAsync(layer);

        Assert.Equal(HttpStatusCode.NoContent, await GetAsync(layer, "k"));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(layer, "k", "värde"));

        Assert.Equal("värde", await layer.Client.GetStringAsync("/cache/k"));
        Assert.Equal(HttpStatusCode.NoContent, (await layer.Client.DeleteAsync("/cache/k")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, await GetAsync(layer, "k"));
    }

    [Fact]
    public async Task An_entry_expires()
    {
        using var redis = new RedisServer().Start();
        await using var layer = await StartAsync(redis);
        await UpAsync(layer);

        await PutAsync(layer, "k", "v", maxAge: 1);

        await Eventually.True(async () => await GetAsync(layer, "k") == HttpStatusCode.NoContent, "the entry is gone");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(86401)]
    public async Task An_age_out_of_range_is_refused(int maxAge)
    {
        using var redis = new RedisServer();
        await using var layer = await StartAsync(redis);

        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(layer, "k", "v", maxAge));
    }

    [Fact]
    public async Task A_long_key_and_a_large_value_are_refused()
    {
        using var redis = new RedisServer();
        await using var layer = await StartAsync(redis);

        Assert.Equal(HttpStatusCode.BadRequest, await GetAsync(layer, new string('k', 257)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PutAsync(layer, "k", new string('v', (1024 * 1024) + 1)));
    }

    [Fact]
    public async Task While_Redis_is_down_it_answers_503_and_recovers_by_itself()
    {
        using var redis = new RedisServer().Start();
        await using var layer = await StartAsync(redis);
        await UpAsync(layer);
        await PutAsync(layer, "k", "v");
        var saidBefore = layer.Logs.CountOf("Redis does not answer.");

        redis.Kill();
        await Eventually.True(async () => await GetAsync(layer, "k") == HttpStatusCode.ServiceUnavailable, "503 while Redis is down");
        await Eventually.True(async () => await HealthAsync(layer) == "Degraded\nredis: does not answer", "the degraded state, with its reason");
        await Eventually.True(() => layer.Services.GetRequiredService<RedisMetrics>().IsUp == false, "the monitor notices");
        redis.Start();

        await Eventually.True(async () => await GetAsync(layer, "k") == HttpStatusCode.NoContent, "Redis answers again, empty");
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(layer, "k", "v"));
        await Eventually.True(async () => await HealthAsync(layer) == "Healthy", "the healthy state");
        Assert.Equal(saidBefore + 1, layer.Logs.CountOf("Redis does not answer."));
    }

    [Fact]
    public async Task It_starts_without_Redis_and_finds_it_when_it_comes()
    {
        using var redis = new RedisServer();
        await using var layer = await StartAsync(redis);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(layer, "k"));
        Assert.Equal(HttpStatusCode.OK, (await layer.Client.GetAsync("/health")).StatusCode);
        redis.Start();

        await Eventually.True(async () => await GetAsync(layer, "k") == HttpStatusCode.NoContent, "Redis is found");
        Assert.DoesNotContain(layer.Logs.GetSnapshot(), entry => entry.Message.Contains(RedisServer.Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redis_own_figures_are_metrics()
    {
        using var redis = new RedisServer().Start();
        await using var layer = await StartAsync(redis);
        await UpAsync(layer);
        var metrics = Measure(layer);

        Assert.Equal(1, metrics["tta.cache.backend.health.up"]);
        Assert.InRange(metrics["tta.cache.connections.active"], 1, 100);
        Assert.InRange(metrics["tta.cache.memory"], 100_000, 1_000_000_000);
        Assert.Equal(0, metrics["tta.cache.evictions"]);

        redis.Kill();
        await Eventually.True(() => Measure(layer)["tta.cache.backend.health.up"] == 0, "health falls to 0");
        Assert.DoesNotContain("tta.cache.memory", Measure(layer).Keys);
    }

    [Fact]
    public async Task Each_command_has_a_client_span_without_the_key()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "OpenTelemetry.Instrumentation.StackExchangeRedis",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var redis = new RedisServer().Start();
        await using (var layer = await StartAsync(redis))
        {
            await UpAsync(layer);
            await PutAsync(layer, "a-telling-key", "v");
        }

        // What the client measured becomes spans every ten seconds, and at the end.
        var span = Assert.Single(spans, span => span.DisplayName == "SETEX" && (int?)span.GetTagItem("server.port") == redis.Port);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal("redis", span.GetTagItem("db.system.name"));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value?.ToString()?.Contains("telling", StringComparison.Ordinal) == true);
    }

    private static Task<RunningWorker> StartAsync(RedisServer redis) =>
        RunningWorker.StartAsync("cache-layer", ("ConnectionStrings:cache", redis.ConnectionString));

    private static Task UpAsync(RunningWorker layer) =>
        Eventually.True(() => layer.Services.GetRequiredService<RedisMetrics>().IsUp == true, "Redis answers");

    private static async Task<HttpStatusCode> GetAsync(RunningWorker layer, string key)
    {
        using var response = await layer.Client.GetAsync("/cache/" + key);
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> PutAsync(RunningWorker layer, string key, string value, int maxAge = 60)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/cache/" + key) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(value)) };
        request.Headers.CacheControl = new CacheControlHeaderValue { MaxAge = TimeSpan.FromSeconds(maxAge) };
        using var response = await layer.Client.SendAsync(request);
        return response.StatusCode;
    }

    private static Task<string> HealthAsync(RunningWorker layer) => layer.Client.GetStringAsync("/health");

    /// <summary>What the meters of this one worker show; others may run in the same process.</summary>
    private static Dictionary<string, long> Measure(RunningWorker layer)
    {
        var found = new Dictionary<string, long>();
        var factory = layer.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == WorkerTelemetry.Name && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => found[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return found;
    }
}
