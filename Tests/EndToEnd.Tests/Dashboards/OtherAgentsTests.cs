using System.Text.RegularExpressions;
using Tta.EndToEnd.Tests.Browser;
using Tta.EndToEnd.Tests.Running;

namespace Tta.EndToEnd.Tests.Dashboards;

/// <summary>
/// Agents that are not of this library send their traces, and no metric: they have series, a board whose panels all have data, and a page
/// that says which runs failed. The system is its own, since runs that fail would be news in the others.
/// </summary>
public sealed partial class OtherAgentsTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Their_runs_fill_their_board_and_their_page()
    {
        await using var system = await ProcessSystem.StartAsync(new Dictionary<string, string>
        {
            ["tta-agent-orchestrator.Demo__WorkflowsPerSecond"] = "0.1",
        });
        using var sender = new OtlpJsonClient(system.GetEndpoint("otel-collector", "otlp-http"));
        using var prometheus = system.Prometheus();

        // A rate needs two values: runs go on until every panel has its answer.
        foreach (var expression in DashboardQueries.PromQl(DashboardQueries.OtherAgents))
        {
            var query = PromQl.Filled(expression, _ => DashboardQueries.All);
            var samples = await Eventually.GetAsync(
                async () =>
                {
                    await SendAsync();
                    return await prometheus.QueryAsync(query);
                },
                found => found.Count > 0 && found.All(sample => !double.IsNaN(sample.Value)),
                Patience,
                $"data for {query}");
            Assert.NotEmpty(samples);
        }

        var names = await prometheus.MetricNamesAsync();
        Assert.All(Documented(), name => Assert.True(names.Contains(name) || names.Contains(name + "_bucket"), name));

        await using var window = await chromium.OpenAsync(system.GetEndpoint("grafana", "http"));
        await BoardPanel.EventuallyAsync(window, $"/d/{DashboardQueries.OtherAgents}", panel => panel.State == "data", Patience);
        await window.ScreenshotAsync($"board-{DashboardQueries.OtherAgents}");
        await window.GoToAsync("/runs?failed=true");
        await Microsoft.Playwright.Assertions.Expect(window.Page.GetByText("fact checker").First).ToBeVisibleAsync();
        await Microsoft.Playwright.Assertions.Expect(window.Page.Locator("main").GetByText("researcher")).ToHaveCountAsync(0);
        await window.ScreenshotAsync("runs-failed");
        window.AssertQuiet();

        async Task SendAsync()
        {
            await sender.SendAgentRunAsync("researcher", "gpt-6-luna", fails: false);
            await sender.SendAgentRunAsync("fact checker", "nobody-knows-its-price", fails: true);
        }
    }

    // The series that the page for these agents promises.
    private static List<string> Documented()
    {
        var names = MetricInTable().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "your-own-agents.md")))
            .Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(names);
        return names;
    }

    [GeneratedRegex(@"^\| `(agent_\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex MetricInTable();
}
