using Microsoft.Extensions.Logging.Abstractions;
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
            ledger.Started("code_review");
            ledger.Ended(Entry("code_review", "success", Usage("0.0001")));
        }

        ledger.Started("research_summary");
        ledger.Ended(Entry("research_summary", "failed", Usage("0.000000000000001")));
        var report = ledger.Report(paused: false);

        Assert.Equal("0.100000000000001", report.CostUsd);
        Assert.Equal("0.1001", report.SavedUsd);
        Assert.Equal(new TokenCounts(3003, 2002), report.Tokens);
        Assert.Equal(new WorkflowCounts(1001, 1000, 1, 0, 0, 0), report.Workflows);
        Assert.Equal("0.1", report.ByWorkflow.Single(part => part.WorkflowName == "code_review").CostUsd);
        Assert.Equal("0.100000000000001", report.ByModel.Single().CostUsd);
        Assert.Equal(1001, report.ByModel.Single().Calls);
    }

    [Fact]
    public void What_runs_what_found_no_slot_and_what_could_not_say_its_usage_is_counted()
    {
        var ledger = new WorkflowLedger(null, TimeProvider.System);
        ledger.Started("a");
        ledger.Started("a");
        ledger.NotStarted();
        ledger.Ended(Entry("a", "failed", null));

        Assert.Equal(new WorkflowCounts(2, 0, 1, 1, 1, 1), ledger.Report(paused: false).Workflows);
    }

    [Fact]
    public async Task Many_threads_lose_nothing()
    {
        var ledger = new WorkflowLedger(null, TimeProvider.System);

        await Parallel.ForAsync(0, 2000, (_, _) =>
        {
            ledger.Started("a");
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
    public void A_directory_that_cannot_be_written_to_is_named()
    {
        var file = Path.Combine(_directory, "a-file");
        File.WriteAllText(file, "");

        var error = Assert.Throws<InvalidConfigurationException>(() => new LedgerFile(Path.Combine(file, "x"), NullLogger.Instance));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains("Demo__DataDirectory", error.Message, StringComparison.Ordinal);
    }

    private static LedgerEntry Entry(string workflow, string status, UsageReport? usage) =>
        new(DateTimeOffset.UnixEpoch, 1, "id", workflow, "writer", status, usage);

    private static UsageReport Usage(string cost) =>
        new(1, 0, 3, 2, cost, "0.0001", [new ModelUsageReport("openai", "gpt-6-luna", 1, 0, 3, 2, cost)]);
}
