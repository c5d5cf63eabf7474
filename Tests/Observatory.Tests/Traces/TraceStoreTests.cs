using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Traces;

public sealed class TraceStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_was_stored_is_there_after_a_restart_with_its_attributes_and_services()
    {
        using (var before = Open())
        {
            before.Send(new TestSpan { Trace = 5, Id = 1, Service = "a", Name = "root", Attributes = [("k", "v")] });
            before.Send(new TestSpan { Trace = 5, Id = 2, Parent = 1, Service = "b", Name = "child" }, new TestSpan { Trace = 6, Id = 3, Service = "a" });
        }

        using var store = Open();

        Assert.Equal(["a", "b"], store.Store.Services());
        var trace = store.Reader.Read(5)!;
        Assert.Equal([1UL, 2UL], trace.Spans.Select(s => s.Entry.SpanId));
        Assert.Equal(["a", "b"], trace.Spans.Select(s => s.Process.ServiceName));
        Assert.Equal([5], store.Find(new() { Tags = [new("k", "v")] }));
        Assert.Equal(3, store.Store.Size.Spans);
        Assert.Equal(1, store.Store.Size.Segments);
        Assert.Equal(0, store.Replay.DamagedBytes);
    }

    [Fact]
    public void A_span_without_a_resource_keeps_its_scope_after_a_restart()
    {
        var scope = new Proto().String(1, "lonely").String(2, "1");
        var request = new Proto().Message(1, new Proto().Message(2, new Proto().Message(1, scope).Message(2, new TestSpan { Trace = 4 }.Message()))).ToArray();
        using (var before = Open())
        {
            before.Send(request);
        }

        using var store = Open();

        var process = store.Reader.Read(4)!.Spans.Single().Process;
        Assert.Equal(scope.ToArray(), process.Scope.ToArray());
        Assert.Equal("missing-service-name", process.ServiceName);
    }

    [Fact]
    public void A_restarted_store_goes_on_in_the_same_segment()
    {
        for (var i = 1; i <= 5; i++)
        {
            using var store = Open();
            store.Send(new TestSpan { Trace = (ulong)i, Id = (ulong)i, Service = $"s{i % 2}" });
        }

        using var last = Open();
        Assert.Equal(5, last.Store.Size.Spans);
        Assert.Equal(1, last.Store.Size.Segments);
        Assert.Equal("s1", last.Reader.Read(5)!.Spans[0].Process.ServiceName);
    }

    [Fact]
    public void Every_cut_of_the_last_write_is_survived_with_what_came_before_it()
    {
        using (var store = Open())
        {
            store.Send(new TestSpan { Trace = 1 });
        }

        var path = Directory.GetFiles(_directory.Path).Single();
        var whole = new FileInfo(path).Length;
        using (var store = Open())
        {
            store.Send(new TestSpan { Trace = 2, Id = 2, Service = "other" });
        }

        var bytes = File.ReadAllBytes(path);
        for (var length = (int)whole; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            using (var torn = Open())
            {
                Assert.Equal(1, torn.Store.Size.Spans);
                Assert.Equal(length - whole, torn.Replay.DamagedBytes);
                torn.Send(new TestSpan { Trace = 3, Id = 3 });
            }

            using var after = Open();
            Assert.Equal(2, after.Store.Size.Spans);
            Assert.Equal(0, after.Replay.DamagedBytes);
            Assert.NotNull(after.Reader.Read(3));
        }
    }

    [Fact]
    public void Damage_in_the_middle_costs_only_the_write_it_hit()
    {
        using (var store = Open())
        {
            store.Send(new TestSpan { Trace = 1, Id = 1, Name = "first" });
            store.Send(new TestSpan { Trace = 2, Id = 2, Name = "damaged" });
            store.Send(new TestSpan { Trace = 3, Id = 3, Name = "third" });
        }

        var path = Directory.GetFiles(_directory.Path).Single();
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf("damaged"u8)] ^= 0xFF;
        File.WriteAllBytes(path, bytes);

        using var after = Open();
        Assert.NotNull(after.Reader.Read(1));
        Assert.Null(after.Reader.Read(2));
        Assert.Equal("service", after.Reader.Read(3)!.Spans[0].Process.ServiceName);
        Assert.True(after.Replay.DamagedBytes > 0);
    }

    [Fact]
    public void Spans_whose_resource_was_damaged_stay_under_an_unknown_service()
    {
        using (var store = Open())
        {
            store.Send(new TestSpan { Trace = 1, Id = 1, Name = "damaged", Service = "lost" });
            store.Send(new TestSpan { Trace = 2, Id = 2, Service = "lost" });
            store.Send(new TestSpan { Trace = 3, Id = 3, Service = "kept" });
        }

        var path = Directory.GetFiles(_directory.Path).Single();
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf("damaged"u8)] ^= 0xFF;
        File.WriteAllBytes(path, bytes);

        using var after = Open();
        Assert.Equal("missing-service-name", after.Reader.Read(2)!.Spans[0].Process.ServiceName);
        Assert.Equal("kept", after.Reader.Read(3)!.Spans[0].Process.ServiceName);
    }

    [Fact]
    public void A_file_that_is_no_segment_is_set_aside()
    {
        File.WriteAllText(Path.Combine(_directory.Path, "000000000007.traces"), "no segment at all, by its looks");

        using var store = Open();

        store.Send(new TestSpan());
        Assert.Equal(1, store.Store.Size.Spans);
        Assert.True(File.Exists(Path.Combine(_directory.Path, "000000000007.traces.damaged")));
    }

    [Fact]
    public void A_span_sent_again_is_stored_once_also_within_a_request_and_after_a_restart()
    {
        var span = new TestSpan { Trace = 9, Id = 9 };
        using (var store = Open())
        {
            Assert.Equal(2, store.Send(span, span).Accepted);
            Assert.Equal(1, store.Send(span).Accepted);
        }

        using var after = Open();
        Assert.Equal(1, after.Send(span).Accepted);
        Assert.Equal(1, after.Store.Size.Spans);
        Assert.Equal(1, after.Store.Counts.Duplicates);
        Assert.Single(after.Reader.Read(9)!.Spans);
    }

    private TestStore Open() => new(_directory.Path);
}
