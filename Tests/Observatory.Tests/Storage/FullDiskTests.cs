using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Observatory.Hosting;
using Observatory.Logs.Store;
using Observatory.Storage;
using Observatory.Traces.Store;
using Tta.Observatory.Tests.Logs.Support;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Storage;

public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FailingDisk _disk = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Logs_are_taken_again_once_a_full_disk_has_room(bool writesHalf)
    {
        using var logs = new LogsHarness(directory: _directory.Path, disk: _disk);
        _disk.WritesHalf = writesHalf;
        _disk.Failure = FailingDisk.Full;
        Assert.NotNull(logs.Consumer.Consume(OtlpLog.Request(OtlpLog.Record("refused"))).RetryAfter);
        logs.Store.Maintain();
        Assert.Equal("logs", Assert.Single(logs.Troubles.Now).Subject);
        Assert.Empty(Directory.GetFiles(_directory.Path));

        _disk.Failure = null;
        logs.Store.Maintain();
        logs.Send(OtlpLog.Record("taken"));

        Assert.Empty(logs.Troubles.Now);
        Assert.Equal(["taken"], logs.Bodies());
        _disk.Failure = FailingDisk.Full;
        Assert.NotNull(logs.Consumer.Consume(OtlpLog.Request(OtlpLog.Record("refused"))).RetryAfter);
        _disk.Failure = null;
        logs.Store.Maintain();
        logs.Send(OtlpLog.Record("taken too"));
        using var after = new LogsHarness(directory: _directory.Path);
        after.Replay();
        Assert.Equal(["taken too", "taken"], after.Bodies());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Spans_are_taken_again_once_a_full_disk_has_room(bool writesHalf)
    {
        using (var store = new TestStore(_directory.Path, disk: _disk))
        {
            _disk.WritesHalf = writesHalf;
            foreach (ulong trace in (ulong[])[1, 2])
            {
                _disk.Failure = FailingDisk.Full;
                Assert.NotNull(store.Send(new TestSpan { Trace = trace, Id = trace }).RetryAfter);
                store.Store.Maintain();
                Assert.Contains("No space left", Assert.Single(store.Troubles.Now).Why, StringComparison.Ordinal);
                _disk.Failure = null;
                store.Store.Maintain();
                Assert.Equal(1, store.Send(new TestSpan { Trace = trace, Id = trace }).Accepted);
                Assert.Empty(store.Troubles.Now);
            }

            Assert.Equal(0, store.Store.Counts.Duplicates);
        }

        using var after = new TestStore(_directory.Path);
        Assert.Equal(2, after.Store.Size.Spans);
        Assert.Equal(0, after.Replay.DamagedBytes);
    }

    [Fact]
    public void After_any_failure_in_the_middle_nothing_of_a_request_is_kept_and_it_can_come_again()
    {
        using var store = new TestStore(_directory.Path, disk: _disk);
        store.Send(new TestSpan { Trace = 9, Id = 9 });
        TestSpan[] spans = [new() { Trace = 1, Id = 1, Service = "new" }, new() { Trace = 1, Id = 2 }, new() { Trace = 2, Id = 3 }];
        _disk.Failure = new InsufficientMemoryException();
        Assert.Throws<InsufficientMemoryException>(() => store.Send(spans));

        Assert.Equal(1, store.Store.Size.Spans);
        Assert.Equal(["service"], store.Store.Services());
        Assert.Null(store.Broken);
        _disk.Failure = null;
        Assert.Equal(3, store.Send(spans).Accepted);
        Assert.Equal(0, store.Store.Counts.Duplicates);
        Assert.Equal(4, store.Store.Counts.Stored);
        Assert.Equal(2, store.Reader.Read(1)!.Spans.Count);
    }

    [Fact]
    public void A_refusal_ends_with_its_cause_whatever_the_clock_does()
    {
        var time = new ManualTime();
        using var store = new TestStore(_directory.Path, time: time, disk: _disk);
        _disk.Failure = FailingDisk.Full;
        Assert.NotNull(store.Send(new TestSpan()).RetryAfter);

        time.AdjustTime(ManualTime.Start - TimeSpan.FromDays(1));
        _disk.Failure = null;
        store.Store.Maintain();

        Assert.Equal(1, store.Send(new TestSpan()).Accepted);
    }

    [Fact]
    public async Task While_it_refuses_its_log_its_health_and_its_metrics_say_so()
    {
        var log = new FakeLoggerProvider();
        await using var observatory = await TestObservatory.StartAsync(_directory.Path, services: services =>
        {
            services.AddSingleton<Disk>(_disk);
            services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(log);
        });
        _disk.Free = -1;
        observatory.Services.GetRequiredService<TraceStore>().Maintain();
        observatory.Services.GetRequiredService<LogStore>().Maintain();
        observatory.Services.GetRequiredService<LogStore>().Maintain();

        var (status, text) = await HealthAsync(observatory);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("traces: the disk of the data directory has less than", text, StringComparison.Ordinal);
        Assert.Contains("logs: the disk", text, StringComparison.Ordinal);
        Assert.Equal(1, observatory.Metric("observatory_trouble", ("subject", "traces")));
        Assert.Equal(1, log.Collector.CountOf("Error: Telemetry is refused (traces)"));
        Assert.Equal(1, log.Collector.CountOf("Error: Telemetry is refused (logs)"));
        using (var refused = await observatory.ExportAsync(TestSpan.Request(new TestSpan())))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        _disk.Free = long.MaxValue;
        observatory.Services.GetRequiredService<TraceStore>().Maintain();
        observatory.Services.GetRequiredService<LogStore>().Maintain();
        Assert.Equal((HttpStatusCode.OK, "healthy"), await HealthAsync(observatory));
        Assert.Equal(0, observatory.Metric("observatory_trouble"));
        Assert.Equal(1, log.Collector.CountOf("Information: Telemetry is taken again (traces)"));
        await observatory.StoreAsync(new TestSpan());
    }

    private static async Task<(HttpStatusCode Status, string Text)> HealthAsync(TestObservatory observatory)
    {
        using var response = await observatory.Http.GetAsync(observatory.Uri(ListenerRoles.OtlpHttp, "/health"));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
