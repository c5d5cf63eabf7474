using Observatory.Traces.Store;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Traces;

public sealed class SealingTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();
    private readonly FailingDisk _disk = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Sealed_spans_older_than_the_retention_go_with_their_services_and_files()
    {
        using var store = Open(TestStore.NoLimits with { Retention = TimeSpan.FromHours(1) });
        store.Send(new TestSpan { Trace = 1, Service = "old" });
        store.Seal();
        _time.Advance(TimeSpan.FromMinutes(59));
        store.Send(new TestSpan { Trace = 2, Id = 2, Service = "new" });
        store.Seal();
        Assert.Equal(["new", "old"], store.Store.Services());

        _time.Advance(TimeSpan.FromMinutes(2));
        store.Store.Maintain();

        Assert.Null(store.Reader.Read(1));
        Assert.NotNull(store.Reader.Read(2));
        Assert.Equal(["new"], store.Store.Services());
        Assert.Single(Directory.GetFiles(_directory.Path, "*.spans"));
        Assert.Equal(1, store.Store.Counts.DroppedByAge);
        Assert.Equal(ManualTime.Start.AddMinutes(59).ToUnixTimeMilliseconds(), store.Store.Size.OldestArrival);
    }

    [Fact]
    public void The_disk_limit_counts_sealed_parts_and_their_oldest_goes_first()
    {
        const long limit = 4 * 1024 * 1024;
        using var store = Open(TestStore.NoLimits with { DiskBytes = limit });
        var random = new Random(1);
        for (ulong i = 1; i <= 600; i++)
        {
            var filler = new byte[20_000];
            random.NextBytes(filler);
            Assert.Equal(1, store.Send(new TestSpan { Trace = i, Id = i, Attributes = [("filler", filler)] }).Accepted);
            if (i % 10 == 0)
            {
                store.Seal();
            }
        }

        Assert.InRange(store.Store.Size.DiskBytes, limit / 2, limit + (limit / 16));
        Assert.Equal(store.Store.Size.DiskBytes, Directory.GetFiles(_directory.Path).Sum(f => new FileInfo(f).Length));
        Assert.NotNull(store.Reader.Read(600));
        Assert.Null(store.Reader.Read(1));
        Assert.Equal(600 - store.Store.Size.Spans, store.Store.Counts.DroppedBySize);
    }

    [Fact]
    public void While_a_part_cannot_be_written_its_segment_stays_and_it_is_tried_again()
    {
        using (var store = Open(TestStore.NoLimits))
        {
            store.Send(new TestSpan { Trace = 1 });
            _disk.FailsFor = ".spans-new";
            _disk.Failure = FailingDisk.Full;
            Assert.Throws<IOException>(store.Seal);
            Assert.Empty(Directory.GetFiles(_directory.Path, "*.spans*"));
            Assert.NotNull(store.Reader.Read(1));
            Assert.Equal(1, store.Send(new TestSpan { Trace = 2, Id = 2 }).Accepted);

            _disk.Failure = null;
            store.Seal();
            Assert.Equal(2, store.Store.Size.SealedSpans);
        }

        using var after = Open(TestStore.NoLimits);
        Assert.NotNull(after.Reader.Read(1));
        Assert.NotNull(after.Reader.Read(2));
        Assert.Equal(2, after.Store.Size.Spans);
    }

    [Fact]
    public void A_reader_keeps_the_file_of_a_part_that_is_dropped()
    {
        using var store = Open(TestStore.NoLimits with { Retention = TimeSpan.FromMinutes(1) });
        store.Send(new TestSpan { Trace = 1 });
        store.Seal();
        using var entries = store.Store.Trace(1);
        _time.Advance(TimeSpan.FromMinutes(2));
        store.Store.Maintain();
        Assert.Equal(0, store.Store.Size.Spans);

        Assert.Equal(1UL, Assert.Single(entries.Read()).SpanId);
    }

    [Fact]
    public void A_restarted_store_goes_on_after_what_is_sealed()
    {
        for (var i = 1; i <= 3; i++)
        {
            using var store = Open(TestStore.NoLimits);
            store.Send(new TestSpan { Trace = (ulong)i, Id = (ulong)i });
            store.Seal();
        }

        using var last = Open(TestStore.NoLimits);
        Assert.Equal(3, last.Store.Size.SealedSpans);
        Assert.Equal(3, Directory.GetFiles(_directory.Path, "*.spans").Length);
        Assert.Equal([3, 2, 1], last.Find(new()).Order().Reverse());
    }

    private TestStore Open(StoreLimits limits) => new(_directory.Path, limits, _time, _disk);
}
