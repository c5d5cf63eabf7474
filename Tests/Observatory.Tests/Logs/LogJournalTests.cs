using Observatory.Hosting;
using Observatory.Logs.Model;
using Tta.Observatory.Tests.Logs.Support;
using Tta.Observatory.Tests.Support;
using static Tta.Observatory.Tests.Logs.Support.OtlpLog;

namespace Tta.Observatory.Tests.Logs;

public sealed class LogJournalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void After_a_restart_everything_is_found_again_in_the_same_order()
    {
        using (var before = new LogsHarness(directory: _directory.Path))
        {
            before.Send(Record("one", 9, 1), Record("two", 17, 2, ("k", "v")).InTrace());
            before.Send("bank", Record("three", 13, 3));
        }

        using var after = Restarted();
        Assert.Equal(["three", "two", "one"], after.Bodies());
        Assert.Equal(["two"], after.Bodies("text=v&minLevel=error&traceId=" + TraceId));
        after.Send(Record("four", 9, 4));
        Assert.Equal("four", after.Bodies("limit=1")[0]);
    }

    [Fact]
    public void Restarts_do_not_double_anything()
    {
        for (var run = 1; run <= 3; run++)
        {
            using var harness = Restarted();
            harness.Send(Record("again"));
            Assert.Equal(run, harness.Store.Records);
        }
    }

    [Fact]
    public void What_a_crash_tore_off_is_passed_over_and_the_rest_is_kept()
    {
        using (var before = new LogsHarness(directory: _directory.Path))
        {
            before.Send(Record("whole"));
            before.Send(Record("torn"));
        }

        var file = Assert.Single(Directory.GetFiles(_directory.Path));
        using (var stream = new FileStream(file, FileMode.Open))
        {
            stream.SetLength(stream.Length - 3);
        }

        using (var after = Restarted())
        {
            Assert.Equal(["whole"], after.Bodies());
            after.Send(Record("next", 9, 1));
        }

        using var later = Restarted();
        Assert.Equal(["next", "whole"], later.Bodies());
    }

    [Fact]
    public void A_file_that_is_no_journal_is_set_aside()
    {
        File.WriteAllText(Path.Combine(_directory.Path, "000000000001.logs"), "something else altogether");
        using var harness = Restarted();
        harness.Send(Record("one"));
        Assert.Equal(["one"], harness.Bodies());
        Assert.Single(Directory.GetFiles(_directory.Path, "*.damaged"));
    }

    [Fact]
    public void The_disk_is_bounded_and_the_oldest_go_first()
    {
        var options = new LogsOptions { MaxLogDiskBytes = 1 << 20 };
        var padding = new string('x', 4000);
        using (var before = new LogsHarness(options, directory: _directory.Path))
        {
            for (var i = 0; i < 1000; i++)
            {
                before.Send(Record($"{i} {padding}"));
            }
        }

        Assert.InRange(Directory.GetFiles(_directory.Path).Sum(file => new FileInfo(file).Length), 500_000, (1 << 20) + 10_000);
        using var after = new LogsHarness(options, directory: _directory.Path);
        after.Replay();
        Assert.InRange(after.Store.Records, 100, 270);
        Assert.StartsWith("999 ", after.Bodies("limit=1")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_older_than_the_retention_goes_from_the_disk_too()
    {
        var retention = TimeSpan.FromHours(1);
        using (var before = new LogsHarness(retention: retention, directory: _directory.Path))
        {
            before.Send(Record("old"));
            before.Time.Advance(TimeSpan.FromMinutes(50));
            before.Send(Record("newer"));
            before.Time.Advance(TimeSpan.FromMinutes(50));
            before.Store.Maintain();
            Assert.Single(Directory.GetFiles(_directory.Path));
        }
    }

    [Fact]
    public void When_the_disk_cannot_be_written_the_sender_is_told_to_come_again()
    {
        using var harness = new LogsHarness(directory: _directory.Path, minFreeDiskBytes: long.MaxValue);
        harness.Store.Maintain();
        var outcome = harness.Consumer.Consume(Request(Record("one"), Record("two")));
        Assert.Equal(2, outcome.Rejected);
        Assert.NotNull(outcome.RetryAfter);
        Assert.Contains("bytes free", outcome.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Bodies());
    }

    [Fact]
    public async Task The_host_replays_before_it_says_that_it_is_healthy()
    {
        await using (var before = await TestObservatory.StartAsync(_directory.Path))
        {
            using var response = await before.ExportAsync(Request(Record("kept")), "/v1/logs");
        }

        await using var after = await TestObservatory.StartAsync(_directory.Path);
        Assert.Contains("kept", await after.Http.GetStringAsync(after.Uri(ListenerRoles.Ui, "/api/logs")), StringComparison.Ordinal);
    }

    private LogsHarness Restarted()
    {
        var harness = new LogsHarness(directory: _directory.Path);
        harness.Replay();
        return harness;
    }
}
