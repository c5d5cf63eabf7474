using Observatory.Traces.Store;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Traces;

public sealed class StoreLimitTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Spans_older_than_the_retention_go_with_their_services_and_files()
    {
        using var store = Open(TestStore.NoLimits with { Retention = TimeSpan.FromHours(1) });
        store.Send(new TestSpan { Trace = 1, Service = "old" });
        _time.Advance(TimeSpan.FromMinutes(59));
        store.Send(new TestSpan { Trace = 2, Id = 2, Service = "new" });
        store.Store.Maintain();
        Assert.Equal(2, store.Store.Size.Spans);

        _time.Advance(TimeSpan.FromMinutes(2));
        store.Store.Maintain();

        Assert.Null(store.Reader.Read(1));
        Assert.NotNull(store.Reader.Read(2));
        Assert.Equal(["new"], store.Store.Services());
        Assert.Single(Directory.GetFiles(_directory.Path));
        Assert.Equal(1, store.Store.Counts.DroppedByAge);

        _time.Advance(TimeSpan.FromMinutes(61));
        store.Store.Maintain();
        Assert.Equal(0, store.Store.Size.Spans);
        Assert.Empty(Directory.GetFiles(_directory.Path));
        store.Send(new TestSpan { Trace = 3, Id = 3 });
        Assert.NotNull(store.Reader.Read(3));
    }

    [Fact]
    public void Retention_counts_from_arrival_also_after_a_restart()
    {
        var limits = TestStore.NoLimits with { Retention = TimeSpan.FromHours(1) };
        using (var before = Open(limits))
        {
            before.Send(new TestSpan());
        }

        _time.Advance(TimeSpan.FromMinutes(61));
        using var store = Open(limits);
        store.Store.Maintain();

        Assert.Equal(0, store.Store.Size.Spans);
    }

    [Fact]
    public void The_disk_limit_is_kept_by_dropping_the_oldest()
    {
        const long limit = 4 * 1024 * 1024;
        using var store = Open(TestStore.NoLimits with { DiskBytes = limit });
        var filler = new string('x', 20_000);
        for (ulong i = 1; i <= 600; i++)
        {
            Assert.Equal(1, store.Send(new TestSpan { Trace = i, Id = i, Attributes = [("filler", filler)] }).Accepted);
            Assert.InRange(store.Store.Size.DiskBytes, 0, limit);
        }

        Assert.Equal(store.Store.Size.DiskBytes, Directory.GetFiles(_directory.Path).Sum(f => new FileInfo(f).Length));
        Assert.NotNull(store.Reader.Read(600));
        Assert.Null(store.Reader.Read(1));
        // One segment goes at a time: most of the room stays in use.
        Assert.InRange(store.Store.Size.Spans, 150, 210);
        Assert.Equal(600 - store.Store.Size.Spans, store.Store.Counts.DroppedBySize);
    }

    [Fact]
    public void The_span_limit_is_kept_by_dropping_the_oldest_also_on_replay()
    {
        using (var all = Open())
        {
            for (ulong i = 1; i <= 100; i++)
            {
                all.Send(new TestSpan { Trace = i, Id = i });
            }
        }

        using var store = Open(TestStore.NoLimits with { Spans = 64 });
        for (ulong i = 101; i <= 200; i++)
        {
            store.Send(new TestSpan { Trace = i, Id = i });
        }

        Assert.InRange(store.Store.Size.Spans, 56, 64);
        Assert.NotNull(store.Reader.Read(200));
        Assert.Null(store.Reader.Read(100));
    }

    [Fact]
    public void A_trace_longer_than_its_limit_is_cut_and_says_so()
    {
        using var store = Open(TestStore.NoLimits with { SpansPerTrace = 3 });

        var outcome = store.Send(Enumerable.Range(1, 5).Select(i => new TestSpan { Trace = 1, Id = (ulong)i }));

        Assert.Equal((3, 2), (outcome.Accepted, outcome.Rejected));
        Assert.Contains("more than 3 spans", outcome.Message, StringComparison.Ordinal);
        Assert.True(store.Reader.Read(1)!.IsCut);
        Assert.Equal(1, store.Send(new TestSpan { Trace = 2 }).Accepted);
    }

    [Fact]
    public void When_the_disk_cannot_be_written_the_request_is_refused_whole_and_taken_later()
    {
        using var store = Open(TestStore.NoLimits with { Retention = TimeSpan.FromHours(1) });
        var directory = Path.Combine(_directory.Path);
        Directory.Delete(directory);

        var refused = store.Send(new TestSpan { Trace = 1 }, new TestSpan { Trace = 1, Id = 2 });

        Assert.NotNull(refused.RetryAfter);
        Assert.Equal((0, 2), (refused.Accepted, refused.Rejected));
        Assert.Equal(0, store.Store.Size.Spans);
        Directory.CreateDirectory(directory);
        Assert.NotNull(store.Send(new TestSpan { Trace = 1 }).RetryAfter);
        store.Store.Maintain();
        Assert.Equal(1, store.Send(new TestSpan { Trace = 1 }).Accepted);
    }

    [Fact]
    public void A_disk_that_is_nearly_full_refuses_and_keeps_answering()
    {
        using var store = Open(TestStore.NoLimits with { MinFreeDiskBytes = long.MaxValue });
        store.Send(new TestSpan { Trace = 1 });
        store.Store.Maintain();

        var refused = store.Send(new TestSpan { Trace = 2, Id = 2 });

        Assert.NotNull(refused.RetryAfter);
        Assert.Contains("free", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(store.Reader.Read(1));
    }

    [Fact]
    public void A_reader_keeps_the_file_of_a_segment_that_is_dropped()
    {
        using var store = Open(TestStore.NoLimits with { Retention = TimeSpan.FromMinutes(1) });
        store.Send(new TestSpan { Trace = 1 });
        using var entries = store.Store.Trace(1);
        _time.Advance(TimeSpan.FromMinutes(2));
        store.Store.Maintain();
        Assert.Equal(0, store.Store.Size.Spans);

        var (entry, segment) = entries.Items.Single();
        var bytes = new byte[entry.Length];

        Assert.True(segment.TryRead(entry.Offset, bytes));
        Assert.NotEqual(-1, bytes.AsSpan().IndexOf("operation"u8));
    }

    private TestStore Open(StoreLimits? limits = null) => new(_directory.Path, limits, _time);
}
