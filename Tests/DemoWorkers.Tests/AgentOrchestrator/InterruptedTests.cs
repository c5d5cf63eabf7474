using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Tta.DemoWorkers.AgentOrchestrator.Ledger;

namespace Tta.DemoWorkers.Tests.AgentOrchestrator;

/// <summary>What had begun when a process ended is known to the next one, whatever ended it.</summary>
public sealed class InterruptedTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tta-ledger-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_had_begun_and_not_ended_is_found_at_the_next_start_and_closed()
    {
        Run(ledger =>
        {
            ledger.Started(Entry(1, "a", LedgerStatus.Started));
            ledger.Started(Entry(2, "b", LedgerStatus.Started));
            ledger.Started(Entry(3, "c", LedgerStatus.Started));
            ledger.Ended(Entry(2, "b", LedgerStatus.Failed));
        });
        _time.Advance(TimeSpan.FromMinutes(1));
        var logger = new FakeLogger();

        var found = Run(ledger => Assert.Equal(2, ledger.Report(paused: false).Workflows.Interrupted), logger);

        Assert.Equal(["a", "c"], found.Select(line => line.WorkflowName));
        Assert.Equal(1, logger.Collector.CountOf("2 workflows had begun and not ended"));
        var lines = Lines("ledger.jsonl");
        Assert.Equal(["started", "started", "started", "failed", "interrupted", "interrupted"], lines.Select(line => Text(line, "status")));
        Assert.Equal(Text(lines[0], "run"), Text(lines[^1], "run"));
        Assert.Equal("id-1", Text(lines[^2], "workflow_id"));
        Assert.Equal(_time.GetUtcNow(), lines[^1].GetProperty("time").GetDateTimeOffset());
    }

    [Fact]
    public void What_was_found_once_is_not_found_again()
    {
        Run(ledger => ledger.Started(Entry(1, "a", LedgerStatus.Started)));

        Assert.Single(Run(_ => { }));
        Assert.Empty(Run(_ => { }));
    }

    [Fact]
    public void A_new_process_has_a_run_of_its_own_so_that_equal_numbers_do_not_close_each_other()
    {
        Run(ledger => ledger.Started(Entry(1, "a", LedgerStatus.Started)));
        Run(ledger =>
        {
            ledger.Started(Entry(1, "b", LedgerStatus.Started));
            ledger.Ended(Entry(1, "b", LedgerStatus.Success));
            ledger.Started(Entry(2, "c", LedgerStatus.Started));
        });

        Assert.Equal(["c"], Run(_ => { }).Select(line => line.WorkflowName));
        Assert.Equal(
            Lines("ledger.jsonl").Count(line => Text(line, "status") == "started"),
            Lines("ledger.jsonl").Count(line => Text(line, "status") is "success" or "failed" or "interrupted"));
    }

    [Fact]
    public void A_full_file_hands_what_is_open_to_the_next()
    {
        Run(
            ledger =>
            {
                ledger.Started(Entry(1, "long", LedgerStatus.Started));
                for (var i = 2; i < 40; i++)
                {
                    ledger.Started(Entry(i, "short", LedgerStatus.Started));
                    ledger.Ended(Entry(i, "short", LedgerStatus.Success));
                }
            },
            maxBytes: 1000);

        Assert.Equal(["ledger.1.jsonl", "ledger.jsonl"], Directory.GetFiles(_directory).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(_directory), path => Assert.InRange(new FileInfo(path).Length, 1, 2000));
        Assert.Equal("long", Text(Lines("ledger.jsonl")[0], "workflow_name"));
        Assert.Equal(["long"], Run(_ => { }).Select(line => line.WorkflowName));
    }

    [Fact]
    public void A_process_that_ended_while_it_made_room_loses_nothing_open()
    {
        Run(ledger => ledger.Started(Entry(1, "a", LedgerStatus.Started)));
        File.Move(Path.Combine(_directory, "ledger.jsonl"), Path.Combine(_directory, "ledger.next.jsonl"));

        Assert.Equal(["a"], Run(_ => { }).Select(line => line.WorkflowName));
        Assert.Equal(["ledger.jsonl"], Directory.GetFiles(_directory).Select(Path.GetFileName));
    }

    [Fact]
    public void Whoever_ended_while_the_disk_was_full_was_not_interrupted()
    {
        FullDisk? disk = null;
        Run(
            ledger =>
            {
                ledger.Started(Entry(1, "ended", LedgerStatus.Started));
                ledger.Started(Entry(2, "running", LedgerStatus.Started));
                disk!.IsFull = true;
                ledger.Ended(Entry(1, "ended", LedgerStatus.Success));
                ledger.Started(Entry(3, "begun meanwhile", LedgerStatus.Started));
                disk.IsFull = false;
                ledger.Started(Entry(4, "begun after", LedgerStatus.Started));
            },
            open: (path, options) => disk = new FullDisk(path, options));

        Assert.Equal(["running", "begun meanwhile", "begun after"], Run(_ => { }).Select(line => line.WorkflowName));
    }

    [Fact]
    public void Lines_that_cannot_be_read_say_nothing_and_those_around_them_do()
    {
        Run(ledger => ledger.Started(Entry(1, "a", LedgerStatus.Started)));
        File.AppendAllText(Path.Combine(_directory, "ledger.jsonl"), "null\n[]\n{}\n\0\0\n{\"status\":7}\n{\"run\":\"x\",\"sta");

        Assert.Equal(["a"], Run(_ => { }).Select(line => line.WorkflowName));
    }

    /// <summary>One process with the directory; what it found is returned. It ends without a word, as by kill -9.</summary>
    private IReadOnlyList<LedgerLine> Run(
        Action<WorkflowLedger> work, FakeLogger? logger = null, long maxBytes = long.MaxValue, Func<string, FileStreamOptions, FileStream>? open = null)
    {
        using var file = new LedgerFile(_directory, logger ?? (Microsoft.Extensions.Logging.ILogger)NullLogger.Instance, maxBytes, open, _time);
        work(new WorkflowLedger(file, _time));
        return file.Interrupted;
    }

    private List<JsonElement> Lines(string file) =>
        [.. File.ReadAllLines(Path.Combine(_directory, file)).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();

    private LedgerEntry Entry(long sequence, string workflow, string status) =>
        new(_time.GetUtcNow(), sequence, $"id-{sequence}", workflow, "writer", status, null);
}
