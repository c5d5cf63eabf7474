using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Tta.DemoWorkers.AgentOrchestrator.Ledger;
using Tta.DemoWorkers.WorkflowEngine.Wire;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.Tests.AgentOrchestrator;

public sealed class LedgerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tta-ledger-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Sums_are_exact_in_all_and_by_workflow_and_model()
    {
        var ledger = new WorkflowLedger(null, TimeProvider.System);
        for (var i = 0; i < 1000; i++)
        {
            ledger.Started(Entry("code_review", "started", null));
            ledger.Ended(Entry("code_review", "success", Usage("0.0001")));
        }

        ledger.Started(Entry("research_summary", "started", null));
        ledger.Ended(Entry("research_summary", "failed", Usage("0.000000000000001")));
        var report = ledger.Report(paused: false);

        Assert.Equal("0.100000000000001", report.CostUsd);
        Assert.Equal("0.1001", report.SavedUsd);
        Assert.Equal(new TokenCounts(3003, 2002), report.Tokens);
        Assert.Equal(new WorkflowCounts(1001, 1000, 1, 0, 0, 0, 0), report.Workflows);
        Assert.Equal("0.1", report.ByWorkflow.Single(part => part.WorkflowName == "code_review").CostUsd);
        Assert.Equal("0.100000000000001", report.ByModel.Single().CostUsd);
        Assert.Equal(1001, report.ByModel.Single().Calls);
    }

    [Fact]
    public void What_runs_what_found_no_slot_and_what_could_not_say_its_usage_is_counted()
    {
        var ledger = new WorkflowLedger(null, TimeProvider.System);
        ledger.Started(Entry("a", "started", null));
        ledger.Started(Entry("a", "started", null));
        ledger.NotStarted();
        ledger.Ended(Entry("a", "failed", null));

        Assert.Equal(new WorkflowCounts(2, 0, 1, 1, 1, 1, 0), ledger.Report(paused: false).Workflows);
    }

    [Fact]
    public async Task Many_threads_lose_nothing()
    {
        var ledger = new WorkflowLedger(null, TimeProvider.System);

        await Parallel.ForAsync(0, 2000, (_, _) =>
        {
            ledger.Started(Entry("a", "started", null));
            ledger.Ended(Entry("a", "success", Usage("0.01")));
            return ValueTask.CompletedTask;
        });

        Assert.Equal("20", ledger.Report(paused: false).CostUsd);
    }

    [Fact]
    public void The_file_has_a_line_for_each_workflow_and_is_the_owners_alone()
    {
        using (var file = new LedgerFile(_directory, NullLogger.Instance))
        {
            var ledger = new WorkflowLedger(file, TimeProvider.System);
            ledger.Ended(Entry("a", "success", Usage("0.01")));
            ledger.Ended(Entry("b", "failed", null));
        }

        var path = Path.Combine(_directory, "ledger.jsonl");
        var lines = File.ReadAllLines(path);
        Assert.Equal(2, lines.Length);
        Assert.Contains("\"workflow_name\":\"a\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"cost_usd\":\"0.01\"", lines[0], StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void A_full_file_makes_room_for_the_next()
    {
        using (var file = new LedgerFile(_directory, NullLogger.Instance, maxBytes: 1000))
        {
            var ledger = new WorkflowLedger(file, TimeProvider.System);
            for (var i = 0; i < 50; i++)
            {
                ledger.Ended(Entry("a", "success", Usage("0.01")));
            }
        }

        Assert.Equal(["ledger.1.jsonl", "ledger.jsonl"], Directory.GetFiles(_directory).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(_directory), path => Assert.InRange(new FileInfo(path).Length, 1, 2000));
    }

    [Fact]
    public void A_line_that_was_cut_off_by_the_end_of_a_process_does_not_spoil_the_next()
    {
        File.WriteAllText(Path.Combine(_directory, "ledger.jsonl"), "{\"workflow_name\":\"cut");

        using (var file = new LedgerFile(_directory, NullLogger.Instance))
        {
            new WorkflowLedger(file, TimeProvider.System).Ended(Entry("a", "success", null));
        }

        Assert.Equal(2, File.ReadAllLines(Path.Combine(_directory, "ledger.jsonl")).Length);
        Assert.Equal(["a"], WorkflowsInFile().Skip(1));
    }

    [Fact]
    public void A_full_disk_costs_the_lines_that_did_not_fit_and_their_number_is_said()
    {
        var logger = new FakeLogger();
        FullDisk? disk = null;
        using (var file = new LedgerFile(_directory, logger, open: (path, options) => disk = new FullDisk(path, options)))
        {
            var ledger = new WorkflowLedger(file, TimeProvider.System);
            ledger.Ended(Entry("a", "success", null));
            disk!.IsFull = true;
            ledger.Ended(Entry("b", "success", null));
            ledger.Ended(Entry("c", "success", null));
            disk.IsFull = false;
            ledger.Ended(Entry("d", "success", null));
        }

        Assert.Equal(["a", "d"], WorkflowsInFile());
        Assert.Equal(1, logger.Collector.CountOf("Error: The ledger cannot be appended"));
        Assert.Equal(1, logger.Collector.CountOf("2 lines are missing"));
    }

    [Fact]
    public void A_directory_that_cannot_be_written_to_is_named()
    {
        var file = Path.Combine(_directory, "a-file");
        File.WriteAllText(file, "");

        var error = Assert.Throws<InvalidConfigurationException>(() => new LedgerFile(Path.Combine(file, "x"), NullLogger.Instance));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains("Demo__DataDirectory", error.Message, StringComparison.Ordinal);
    }

    private IEnumerable<string?> WorkflowsInFile() => File.ReadAllLines(Path.Combine(_directory, "ledger.jsonl"))
        .Select(line => line.EndsWith('}') ? JsonDocument.Parse(line).RootElement : (JsonElement?)null)
        .Where(line => line?.GetProperty("status").GetString() is not "checkpoint")
        .Select(line => line?.GetProperty("workflow_name").GetString());

    private static LedgerEntry Entry(string workflow, string status, UsageReport? usage) =>
        new(DateTimeOffset.UnixEpoch, 1, "id", workflow, "writer", status, usage);

    private static UsageReport Usage(string cost) =>
        new(1, 0, 3, 2, cost, "0.0001", [new ModelUsageReport("openai", "gpt-6-luna", 1, 0, 3, 2, cost)]);
}
