using Observatory.Logs.Api;
using Observatory.Logs.Model;
using Observatory.Logs.Store;
using Tta.Observatory.Tests.Logs.Support;
using static Tta.Observatory.Tests.Logs.Support.OtlpLog;

namespace Tta.Observatory.Tests.Logs;

public class LogTailTests
{
    [Fact]
    public void A_follower_gets_what_it_asked_for_from_then_on()
    {
        using var harness = new LogsHarness();
        harness.Send(Record("before", 17));
        var follower = harness.Tail.Subscribe(new LogQuery { MinSeverity = 13 })!;
        harness.Send(Record("one", 9), Record("two", 17));
        harness.Send(Record("three", 13));
        Assert.Equal(["two", "three"], Waiting(follower));
        harness.Tail.Unsubscribe(follower);
        harness.Send(Record("after", 17));
        Assert.Empty(Waiting(follower));
    }

    [Fact]
    public async Task A_follower_that_falls_behind_is_cut_off_and_the_sender_is_not_held_up()
    {
        using var harness = new LogsHarness(new LogsOptions { MaxTailQueue = 3 });
        var slow = harness.Tail.Subscribe(new LogQuery())!;
        var picky = harness.Tail.Subscribe(new LogQuery { MinSeverity = 21 })!;
        harness.Send([.. Enumerable.Range(0, 10).Select(i => Record($"{i}"))]);
        Assert.Equal(["0", "1", "2"], Waiting(slow));
        Assert.False(await slow.Waiting.WaitToReadAsync());
        harness.Send(Record("fatal", 21));
        Assert.Equal(["fatal"], Waiting(picky));
        Assert.Equal(1, harness.Self.Read().Single(metric => metric.Name == "observatory_log_tail_cut_total").Value);
    }

    [Fact]
    public void There_are_only_so_many_followers()
    {
        using var harness = new LogsHarness(new LogsOptions { MaxTailClients = 2 });
        var first = harness.Tail.Subscribe(new LogQuery());
        Assert.NotNull(first);
        Assert.NotNull(harness.Tail.Subscribe(new LogQuery()));
        Assert.Null(harness.Tail.Subscribe(new LogQuery()));
        harness.Tail.Unsubscribe(first);
        Assert.NotNull(harness.Tail.Subscribe(new LogQuery()));
    }

    private static List<string> Waiting(TailSubscription follower)
    {
        var bodies = new List<string>();
        while (follower.Waiting.TryRead(out var record))
        {
            bodies.Add(System.Text.Encoding.UTF8.GetString(new LogRecord(record).Body));
        }

        return bodies;
    }
}
