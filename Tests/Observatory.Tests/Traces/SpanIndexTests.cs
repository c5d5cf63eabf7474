using Observatory.Traces.Model;
using Observatory.Traces.Store;

namespace Tta.Observatory.Tests.Traces;

public sealed class SpanIndexTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Segment _segment;

    public SpanIndexTests() => _segment = Segment.Create(_directory.Path, 1);

    public void Dispose()
    {
        _segment.Release();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(11, 0)]
    [InlineData(12, 0)]
    [InlineData(13, uint.MaxValue - (2 * SpanBlock.Capacity) + 1)]
    public void It_knows_the_spans_of_each_trace_through_adding_taking_back_and_dropping(int seed, uint firstOrdinal)
    {
        var random = new Random(seed);
        var index = new SpanIndex(firstOrdinal);
        var model = new List<SpanEntry>();
        for (var step = 0; step < 40_000; step++)
        {
            var choice = random.Next(1000);
            if (choice < 900 || model.Count == 0)
            {
                var entry = new SpanEntry { TraceId = (UInt128)random.Next(1, 500), SpanId = (ulong)step + 1, StartNanos = (ulong)step };
                index.BlockFor(_segment);
                index.Add(entry);
                model.Add(entry);
            }
            else if (choice < 999)
            {
                Assert.Equal(model[^1].SpanId, index.RemoveLast().SpanId);
                model.RemoveAt(model.Count - 1);
            }
            else
            {
                var dropped = 0;
                index.DropOldestBlock(_ => dropped++);
                model.RemoveRange(0, dropped);
            }
        }

        Assert.Equal(model.Count, index.Spans);
        Assert.Equal(model.DistinctBy(e => e.TraceId).Count(), index.Traces);
        foreach (var trace in model.GroupBy(e => e.TraceId))
        {
            Assert.Equal(trace.Select(e => e.SpanId).Reverse(), index.Trace(trace.Key).Select(e => e.Entry.SpanId));
            Assert.Equal(trace.Count(), index.CountOf(trace.Key));
            Assert.All(trace, e => Assert.True(index.Contains(e.TraceId, e.SpanId, e.StartNanos)));
        }

        Assert.False(index.Contains(1, 999_999, 0));
    }

    [Fact]
    public void Spans_that_share_an_id_but_not_their_start_are_two()
    {
        var index = new SpanIndex();
        index.BlockFor(_segment);
        index.Add(new() { TraceId = 1, SpanId = 2, StartNanos = 3 });

        Assert.True(index.Contains(1, 2, 3));
        Assert.False(index.Contains(1, 2, 4));
    }
}
