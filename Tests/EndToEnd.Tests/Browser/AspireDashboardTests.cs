using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tta.EndToEnd.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace Tta.EndToEnd.Tests.Browser;

/// <summary>What a newcomer sees first: Aspire's own dashboard, with this system on it.</summary>
[Collection(SharedSystem.Name)]
public sealed partial class AspireDashboardTests(SharedSystem shared, Chromium chromium) : BrowserTests(shared, chromium)
{
    private const int LoadedMilliseconds = 60_000;

    // Another program's pages: what its own console says is not ours to judge.
    private readonly Chromium _chromium = chromium;

    [Fact]
    public async Task Every_resource_runs_and_every_link_opens_something()
    {
        await using var window = await SignInAsync();
        foreach (var name in AspireSystem.Everything.Append("observatory").Append("backends"))
        {
            await Expect(Running(window, name)).ToHaveCountAsync(1, new() { Timeout = LoadedMilliseconds });
        }

        await window.ScreenshotAsync("aspire-resources");
        var links = await window.Page.Locator("tr a[href^='http://localhost']").EvaluateAllAsync<string[]>("links => links.map(link => link.href)");
        Assert.True(links.Length >= 7, string.Join(", ", links));
        using var http = new HttpClient();
        foreach (var link in links)
        {
            using var answer = await http.GetAsync(new Uri(link));
            Assert.True(answer.IsSuccessStatusCode, $"{link}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_workflows_trace_is_there_as_well_with_three_services_and_six_levels()
    {
        var trace = await WorkflowTraceAsync();
        await using var window = await SignInAsync();

        // The dashboard gets a copy a little later, and its page of a trace that it did not know when it was opened does not look again.
        await Eventually.GetAsync(
            () => DetailAsync(window, trace.Id),
            text => Number(Resources(), text) >= 3 && Number(Depth(), text) >= 6,
            Patience,
            $"the trace {trace.Id} on the dashboard, with three services and six levels");
        await window.ScreenshotAsync("aspire-trace");
    }

    [Theory]
    [InlineData("/structuredlogs", "tta-agent-orchestrator", "aspire-structured-logs")]
    [InlineData("/metrics/resource/tta-workflow-engine", "Tta.Primitives", "aspire-metrics")]
    [InlineData("/consolelogs/resource/prometheus", "Server is ready to receive web requests", "aspire-console-logs")]
    [InlineData("/consolelogs/resource/backends", "The backends run as processes", "aspire-backends")]
    public async Task What_the_system_says_of_itself_is_shown(string page, string text, string picture)
    {
        await using var window = await SignInAsync();

        await window.GoToAsync(page);

        await Expect(window.Page.Locator("body")).ToContainTextAsync(text, new() { Timeout = LoadedMilliseconds });
        await window.ScreenshotAsync(picture);
    }

    private static ILocator Running(BrowserWindow window, string resource) => window.Page.Locator("tr")
        .Filter(new() { HasTextRegex = new Regex($@"^\s*{resource}\s*Running\b") });

    private static async Task<string> DetailAsync(BrowserWindow window, string trace)
    {
        await window.GoToAsync($"/traces/detail/{trace}");
        var body = window.Page.Locator("body");
        await Expect(body).ToContainTextAsync(new Regex("Total spans|not found"), new() { Timeout = LoadedMilliseconds });
        return await body.InnerTextAsync();
    }

    private static int Number(Regex pattern, string text) => pattern.Match(text) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, null) : 0;

    private async Task<BrowserWindow> SignInAsync()
    {
        var login = System.DashboardLogin();
        var window = await _chromium.OpenAsync(new Uri(login.GetLeftPart(UriPartial.Authority)), new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        await window.GoToAsync(login.PathAndQuery);
        await Expect(Running(window, "prometheus")).ToHaveCountAsync(1, new() { Timeout = LoadedMilliseconds });
        return window;
    }

    [GeneratedRegex(@"Resources\s+(\d+)\s+Depth")]
    private static partial Regex Resources();

    [GeneratedRegex(@"Depth\s+(\d+)")]
    private static partial Regex Depth();
}
