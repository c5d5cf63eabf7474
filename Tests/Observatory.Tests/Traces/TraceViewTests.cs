using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Traces;

public sealed class TraceViewTests
{
    private const ulong Root = 1;

    [Fact]
    public void The_critical_path_goes_through_the_child_that_finished_last_and_then_through_the_one_before_it()
    {
        var view = View((1, 0, 0, 100), (2, 1, 10, 40), (3, 1, 20, 45), (4, 1, 50, 90), (5, 4, 55, 60));

        Assert.Equal([(1, 0, 20), (3, 20, 45), (1, 45, 50), (4, 50, 55), (5, 55, 60), (4, 60, 90), (1, 90, 100)], Path(view));
    }

    [Fact]
    public void A_child_counts_for_no_longer_than_its_parent()
    {
        var view = View((1, 0, 0, 100), (2, 1, 80, 500), (3, 2, 90, 400));

        Assert.Equal([(1, 0, 80), (2, 80, 90), (3, 90, 100)], Path(view));
    }

    [Fact]
    public void The_path_is_that_of_the_longest_root()
    {
        var view = View((1, 0, 0, 10), (2, 0, 5, 100), (3, 77, 0, 50));

        Assert.Equal([(2, 5, 100)], Path(view));
    }

    [Fact]
    public void A_spans_own_time_is_what_its_children_leave_of_it()
    {
        var view = View((1, 0, 0, 100), (2, 1, 10, 40), (3, 1, 20, 30), (4, 1, 35, 60), (5, 1, 90, 300), (6, 1, 200, 300));

        Assert.Equal(100UL - 50 - 10, view.SelfOf(view.Find(Root)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whatever_the_trace_the_path_has_no_gaps_and_no_overlaps_and_adds_up_to_the_root(bool childrenAreInside)
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var view = View(RandomTrace(random, random.Next(1, 60), childrenAreInside));

            var root = view.LongestRoot;
            var cursor = view.StartOf(root);
            foreach (var segment in view.CriticalPath)
            {
                Assert.Equal(cursor, segment.FromNanos);
                Assert.True(segment.FromNanos < segment.ToNanos, $"seed {seed}: an empty segment");
                Assert.InRange(segment.FromNanos, view.StartOf(segment.Node), view.EndOf(segment.Node));
                Assert.InRange(segment.ToNanos, view.StartOf(segment.Node), view.EndOf(segment.Node));
                cursor = segment.ToNanos;
            }

            Assert.Equal(view.EndOf(root), cursor);
            Assert.Equal(view.DurationOf(root), view.CriticalPath.Aggregate(0UL, (sum, s) => sum + s.Nanos));
        }
    }

    [Fact]
    public void Whatever_the_trace_own_times_are_what_no_child_covers()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var view = View(RandomTrace(random, random.Next(1, 30), childrenAreInside: false));
            for (var node = 0; node < view.Nodes.Count; node++)
            {
                var children = view.ChildrenOf(node).ToList();
                var own = 0UL;
                for (var t = view.StartOf(node); t < view.EndOf(node); t++)
                {
                    own += children.Exists(c => view.StartOf(c) <= t && t < view.EndOf(c)) ? 0UL : 1;
                }

                Assert.Equal(own, view.SelfOf(node));
            }
        }
    }

    private static (ulong Id, ulong Parent, int From, int To)[] RandomTrace(Random random, int count, bool childrenAreInside)
    {
        var spans = new List<(ulong Id, ulong Parent, int From, int To)> { (1, 0, 100, 100 + random.Next(1, 200)) };
        for (var id = 2; id <= count; id++)
        {
            var parent = spans[random.Next(spans.Count)];
            var (low, high) = childrenAreInside ? (parent.From, parent.To) : (0, 400);
            var from = random.Next(low, high + 1);
            spans.Add(((ulong)id, childrenAreInside || random.Next(10) > 0 ? parent.Id : 0, from, random.Next(from, high + 1)));
        }

        return [.. spans];
    }

    private static List<(int, int, int)> Path(TraceView view) =>
        [.. view.CriticalPath.Select(s => ((int)view.Nodes[s.Node].Span.Entry.SpanId, (int)s.FromNanos, (int)s.ToNanos))];

    private static readonly StoredProcess Process = StoredProcess.Of(default, default);

    private static TraceView View(params (ulong Id, ulong Parent, int From, int To)[] spans) => new(new(
        1,
        [.. spans.Select(s => new StoredSpan(
            new() { TraceId = 1, SpanId = s.Id, ParentId = s.Parent, StartNanos = (ulong)s.From, DurationNanos = (ulong)(s.To - s.From), Status = SpanStatus.Unset },
            new TestSpan { Id = s.Id, Parent = s.Parent }.Message().ToArray(),
            Process))
            .OrderBy(s => s.Entry.StartNanos).ThenByDescending(s => s.Entry.DurationNanos)],
        false));
}
