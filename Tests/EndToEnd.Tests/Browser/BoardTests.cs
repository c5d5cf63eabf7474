using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tta.EndToEnd.Tests.Dashboards;
using Tta.EndToEnd.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace Tta.EndToEnd.Tests.Browser;

/// <summary>Every board is drawn, alive and leads on to where the answer is.</summary>
[Collection(SharedSystem.Name)]
public sealed partial class BoardTests(SharedSystem shared, Chromium chromium) : BrowserTests(shared, chromium)
{
    // Panels that may have nothing to show, and why.
    private static readonly Dictionary<string, string> MayBeEmpty = new()
    {
        ["Waterfall"] = "nobody has chosen a trace",
        ["Log lines of the trace"] = "nobody has chosen a trace",
    };

    public static TheoryData<string> Boards => [.. DashboardQueries.BoardsWithData];

    [Theory]
    [MemberData(nameof(Boards))]
    public async Task Every_panel_of_a_board_is_drawn_with_data(string board) => await VisitAsync($"board-{board}", async window =>
    {
        await window.GoToAsync($"/d/{board}");
        var tabs = await window.Page.Locator("nav.tabs a").EvaluateAllAsync<string[]>("(links) => links.map((one) => one.getAttribute('href'))");
        string[] addresses = tabs.Length > 0 ? tabs : [$"/d/{board}"];
        foreach (var (address, index) in addresses.Select((address, index) => (address, index)))
        {
            var panels = await BoardPanel.EventuallyAsync(
                window, address, panel => panel.State == "data" || (panel.State == "empty" && MayBeEmpty.ContainsKey(panel.Title)), Patience);
            Assert.All(panels, panel => Assert.NotEmpty(panel.Title));
            await window.ScreenshotAsync(tabs.Length > 0 ? $"board-{board}-{index + 1}" : $"board-{board}");
        }
    });

    [Fact]
    public async Task Tabs_switch() => await VisitAsync("board-tabs", async window =>
    {
        var page = window.Page;
        await window.GoToAsync("/d/00-agent-observability");
        var tabs = page.Locator("nav.tabs a");
        await Expect(tabs).ToHaveTextAsync(["Overview", "Workflows", "Primitives", "Resources"]);
        await Expect(tabs.Nth(0)).ToHaveAttributeAsync("aria-current", "page");
        var before = await page.Locator("section.panel h2").AllTextContentsAsync();

        // With the keyboard: to the tab, and enter.
        await tabs.Nth(1).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(tabs.Nth(1)).ToHaveAttributeAsync("aria-current", "page");
        await Expect(tabs.Nth(0)).Not.ToHaveAttributeAsync("aria-current", "page");
        Assert.Empty((await page.Locator("section.panel h2").AllTextContentsAsync()).Intersect(before));
    });

    [Fact]
    public async Task A_variable_narrows_the_panels() => await VisitAsync("board-variables", async window =>
    {
        var page = window.Page;
        using var prometheus = System.Prometheus();
        var names = await Eventually.GetAsync(
            () => prometheus.QueryAsync("count by (workflow_name) (tta_workflow_executions_total)"), found => found.Count >= 2, Patience, "two workflows");
        var (chosen, other) = (names[0]["workflow_name"], names[1]["workflow_name"]);

        await BoardPanel.EventuallyAsync(window, "/d/00-agent-observability?tab=workflows", panel => panel.State == "data", Patience);
        var panels = page.Locator("section.panel .panel-body");
        await Expect(panels.Filter(new() { HasText = other })).Not.ToHaveCountAsync(0);

        await page.Locator("details.drop > summary").Filter(new() { HasText = "Workflow" }).ClickAsync();
        await page.Locator("details.drop[open]").GetByLabel(chosen, new() { Exact = true }).CheckAsync();
        await page.Locator("details.drop[open]").GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex($"var-workflow={Regex.Escape(chosen)}"));
        await Expect(panels.Filter(new() { HasText = chosen })).Not.ToHaveCountAsync(0);
        await Expect(panels.Filter(new() { HasText = other })).ToHaveCountAsync(0);
    });

    [Fact]
    public async Task The_time_range_can_be_chosen() => await VisitAsync("board-time", async window =>
    {
        var page = window.Page;
        await window.GoToAsync("/d/01-system-overview");
        await page.Locator("details.drop > summary").Filter(new() { HasText = "Time range" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Last 15 minutes" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex("from=now-15m"));
        await Expect(page.Locator("details.drop > summary").Filter(new() { HasText = "Last 15 minutes" })).ToBeVisibleAsync();
        await Expect(page.Locator("section.panel").First).ToBeVisibleAsync();
    });

    [Fact]
    public async Task An_exemplar_opens_its_trace_s_waterfall() => await VisitAsync("board-exemplar", async window =>
    {
        var page = window.Page;
        var exemplar = page.Locator("section.panel a.exemplar").First;
        await Eventually.UntilAsync(
            async () =>
            {
                await window.GoToAsync("/d/02-primitive-drilldown?from=now-5m");
                return await exemplar.CountAsync() > 0;
            },
            Patience,
            "an exemplar on the drill-down");

        // Enter, because the next refresh may move it from under a pointer.
        await exemplar.FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page).ToHaveURLAsync(TraceAddress());
        await Expect(page.Locator("details.span").First).ToBeVisibleAsync();
    });

    [Fact]
    public async Task A_chart_says_its_values_under_the_pointer_and_from_the_keyboard() => await VisitAsync("board-readout", async window =>
    {
        var page = window.Page;
        await BoardPanel.EventuallyAsync(window, "/d/01-system-overview?refresh=&from=now-5m", panel => panel.Type != "timeseries" || panel.State == "data", Patience);
        var plot = page.Locator("section.panel[data-type='timeseries'] .plot[data-times]").First;
        await plot.ScrollIntoViewIfNeededAsync();
        await plot.HoverAsync();
        var readout = page.Locator(".readout");
        await Expect(readout).ToBeVisibleAsync();
        await Expect(readout).ToContainTextAsync(Digits());

        await page.Mouse.MoveAsync(0, 0);
        await Expect(readout).ToBeHiddenAsync();
        await plot.FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(readout).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(readout).ToBeHiddenAsync();
    });

    [Fact]
    public async Task A_board_renews_its_values_by_itself() => await VisitAsync("board-refresh", async window =>
    {
        var page = window.Page;
        await BoardPanel.EventuallyAsync(window, "/d/01-system-overview?refresh=1s&from=now-5m", panel => panel.Type != "timeseries" || panel.State == "data", Patience);
        await page.EvaluateAsync("() => { window.sameDocument = true; window.before = document.querySelector(\"section.panel[data-type='timeseries'] .panel-body\").innerHTML; }");

        await page.WaitForFunctionAsync("() => document.querySelector(\"section.panel[data-type='timeseries'] .panel-body\").innerHTML !== window.before");

        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument === true"));
    });

    [Fact]
    public async Task A_trace_in_a_table_opens_its_waterfall_on_the_board() => await VisitAsync("board-trace", async window =>
    {
        var trace = await WorkflowTraceAsync();
        var panels = await BoardPanel.EventuallyAsync(
            window, $"/d/02-primitive-drilldown?var-trace={trace.Id}", panel => panel.Title != "Waterfall" || panel.State == "data", Patience);
        Assert.Contains(panels, panel => panel.Title == "Waterfall");
        await Expect(window.Page.Locator("section.panel[data-type='traces'] details.span")).ToHaveCountAsync(trace.Spans.Count);
    });

    [GeneratedRegex(@"/trace/[0-9a-f]{16,32}")]
    private static partial Regex TraceAddress();

    [GeneratedRegex(@"\d")]
    private static partial Regex Digits();
}
