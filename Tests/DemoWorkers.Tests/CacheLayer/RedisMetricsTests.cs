using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Tta.DemoWorkers.CacheLayer;
using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.Tests.CacheLayer;

public sealed class RedisMetricsTests
{
    [Fact]
    public void Figures_are_read_from_the_text_of_INFO()
    {
        const string Text = "# Server\r\nredis_version:7.0.15\r\n\r\n# Clients\r\nconnected_clients:3\r\n# Memory\r\nused_memory:1048576\r\nused_memory_human:1.00M\r\n# Stats\r\nevicted_keys:12\r\n";

        Assert.Equal(new RedisInfo(3, 1048576, 12), RedisInfo.Parse(Text));
        Assert.Equal(new RedisInfo(0, 0, 0), RedisInfo.Parse(""));
    }

    [Fact]
    public void The_counter_of_evictions_goes_on_when_Redis_starts_anew()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        var metrics = new RedisMetrics(factory);
        using var evictions = new MetricCollector<long>(factory, WorkerTelemetry.Name, "tta.cache.evictions");

        metrics.Update(new RedisInfo(1, 1, 10));
        metrics.Update(null);
        metrics.Update(new RedisInfo(1, 1, 4));
        evictions.RecordObservableInstruments();

        Assert.Equal(14, evictions.LastMeasurement!.Value);
    }
}
