using Observatory.Traces.Query;
using Observatory.Traces.Store;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Traces;

public sealed class SealedPartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _other = new();

    public void Dispose()
    {
        _directory.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_a_sealed_part_gives_back_is_what_came_byte_by_byte(int seed)
    {
        var requests = new RandomRequests(seed).Take(60).ToList();
        using var open = new TestStore(_directory.Path);
        using (var before = new TestStore(_other.Path))
        {
            foreach (var request in requests)
            {
                Assert.Equal(open.Send(request).Accepted, before.Send(request).Accepted);
                if (request.Length % 7 == 0)
                {
                    before.Seal();
                }
            }

            before.Seal();
            Assert.Equal(0, before.Store.Size.Spans - before.Store.Size.SealedSpans);
            AssertSame(open, before);
        }

        using var after = new TestStore(_other.Path);
        Assert.Equal(0, after.Replay.DamagedBytes);
        AssertSame(open, after);
    }

    [Fact]
    public void A_span_that_is_sealed_is_not_stored_again_and_counts_for_its_traces_limit()
    {
        using var store = new TestStore(_directory.Path, TestStore.NoLimits with { SpansPerTrace = 3 });
        var first = new TestSpan { Trace = 7, Id = 1 };
        store.Send(first, new TestSpan { Trace = 7, Id = 2 });
        store.Seal();

        store.Send(first, new TestSpan { Trace = 7, Id = 3 });
        var outcome = store.Send(new TestSpan { Trace = 7, Id = 4 });

        Assert.Equal((0, 1), (outcome.Accepted, outcome.Rejected));
        Assert.Equal(1, store.Store.Counts.Duplicates);
        Assert.Equal(3, store.Store.CountOf(7));
        Assert.Equal([1UL, 2UL, 3UL], store.Reader.Read(7)!.Spans.Select(s => s.Entry.SpanId).Order());
    }

    [Fact]
    public void A_segment_that_was_sealed_when_the_process_ended_is_not_read_twice()
    {
        using (var store = new TestStore(_directory.Path))
        {
            store.Send(new TestSpan { Trace = 1 });
            var segment = Directory.GetFiles(_directory.Path, "*.traces").Single();
            File.Copy(segment, Path.Combine(_other.Path, Path.GetFileName(segment)));
            store.Seal();
        }

        foreach (var segment in Directory.GetFiles(_other.Path))
        {
            File.Copy(segment, Path.Combine(_directory.Path, Path.GetFileName(segment)), overwrite: true);
        }

        using var after = new TestStore(_directory.Path);
        Assert.Equal(1, after.Store.Size.Spans);
        Assert.Single(after.Reader.Read(1)!.Spans);
    }

    [Fact]
    public void Parts_that_are_merged_give_the_same_answers()
    {
        var requests = new RandomRequests(9).Take(40).ToList();
        using var open = new TestStore(_directory.Path);
        using (var store = new TestStore(_other.Path))
        {
            foreach (var request in requests)
            {
                open.Send(request);
                store.Send(request);
                store.Seal();
            }

            Assert.True(store.Store.MergeNext());
            Assert.Single(Directory.GetFiles(_other.Path, "*.spans"));
            AssertSame(open, store);
        }

        using var after = new TestStore(_other.Path);
        AssertSame(open, after);
    }

    private static void AssertSame(TestStore expected, TestStore actual)
    {
        Assert.Equal(expected.Store.Size.Spans, actual.Store.Size.Spans);
        Assert.Equal(expected.Store.Services(), actual.Store.Services());
        Assert.All(expected.Store.Services(), s => Assert.Equal(expected.Store.Operations(s, null), actual.Store.Operations(s, null)));
        var traces = expected.Find(new() { Limit = TraceQuery.MaxLimit });
        Assert.Equal(traces, actual.Find(new() { Limit = TraceQuery.MaxLimit }));
        Assert.NotEmpty(traces);
        foreach (var trace in traces)
        {
            var (was, read) = (expected.Reader.Read(trace)!, actual.Reader.Read(trace)!);
            Assert.Equal(was.Spans.Select(Text), read.Spans.Select(Text));
            Assert.Equal(Line(expected.Store.Summary(trace)!), Line(actual.Store.Summary(trace)!));
            Assert.Equal(expected.Store.CountOf(trace), actual.Store.CountOf(trace));
        }

        foreach (var query in RandomRequests.Queries)
        {
            Assert.Equal(expected.Find(query), actual.Find(query));
        }

        var graph = new DependencyGraph(expected.Store).Count(0, ulong.MaxValue, default);
        Assert.Equal(graph, new DependencyGraph(actual.Store).Count(0, ulong.MaxValue, default));
    }

    private static string Text(StoredSpan span) =>
        $"{span.Entry.TraceId:x}/{span.Entry.SpanId:x}/{span.Entry.ParentId:x} {span.Entry.StartNanos}+{span.Entry.DurationNanos} {span.Entry.Kind} {span.Entry.Status} "
        + $"{Convert.ToHexString(span.Message.Span)} {Convert.ToHexString(span.Process.Resource.Span)} {Convert.ToHexString(span.Process.Scope.Span)}";

    private static string Line(TraceSummary summary) =>
        $"{summary.Service} {summary.Operation} {summary.StartNanos}+{summary.DurationNanos} {summary.Spans} {summary.Errors} {summary.Orphans} {string.Join(',', summary.Services)}";
}
