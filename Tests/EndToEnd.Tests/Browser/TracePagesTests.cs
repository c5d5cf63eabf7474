using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tta.EndToEnd.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace Tta.EndToEnd.Tests.Browser;

/// <summary>From a question to the span that answers it, in a real browser.</summary>
[Collection(SharedSystem.Name)]
public sealed partial class TracePagesTests(SharedSystem shared, Chromium chromium) : BrowserTests(shared, chromium)
{
    [Fact]
    public async Task Search_finds_a_workflow_and_opens_its_waterfall()
    {
        await WorkflowTraceAsync();
        await VisitAsync("search", async window =>
        {
            var page = window.Page;
            await window.GoToAsync("/search");
            await page.Locator(".search-fields > summary").ClickAsync();
            await page.GetByLabel("service").SelectOptionAsync("tta-agent-orchestrator");
            await page.GetByLabel("operation").FillAsync("demo.workflow_execution");
            await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
            await Expect(page).ToHaveURLAsync(Search());

            await page.Locator("main table a[href^='/trace/']").First.ClickAsync();

            await Expect(page).ToHaveURLAsync(TraceAddress());
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("demo.workflow_execution");

            // The newest trace may still be arriving.
            await Eventually.UntilAsync(
                async () =>
                {
                    await page.ReloadAsync();
                    return await page.Locator("details.span").CountAsync() > 5;
                },
                Patience,
                "more than five spans");
        });
    }

    [Fact]
    public async Task The_address_of_a_trace_shows_all_its_spans()
    {
        var trace = await WorkflowTraceAsync();
        await VisitAsync("trace", async window =>
        {
            await window.GoToAsync($"/trace/{trace.Id}");
            await Expect(window.Page.Locator("details.span")).ToHaveCountAsync(trace.Spans.Count);
            foreach (var service in trace.Services)
            {
                await Expect(window.Page.Locator("details.span").Filter(new() { HasText = service }).First).ToBeVisibleAsync();
            }
        });
    }

    [Fact]
    public async Task Spans_fold_and_open_from_the_keyboard()
    {
        var trace = await WorkflowTraceAsync();
        await VisitAsync("trace-keyboard", async window =>
        {
            var page = window.Page;
            await window.GoToAsync($"/trace/{trace.Id}");
            var spans = page.Locator("details.span");
            var last = spans.Last;
            await Expect(last).ToBeVisibleAsync();

            var below = page.Locator("details.below > summary").First;
            await below.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(last).ToBeHiddenAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(last).ToBeVisibleAsync();

            var attributes = spans.First.Locator(".about").First;
            await Expect(attributes).ToBeHiddenAsync();
            await spans.First.Locator("summary").First.FocusAsync();
            await page.Keyboard.PressAsync("Space");
            await Expect(attributes).ToBeVisibleAsync();
            await Expect(attributes).ToContainTextAsync("duration");
        });
    }

    [Fact]
    public async Task A_very_large_trace_fetches_what_a_span_says_when_its_row_is_opened()
    {
        const string Id = "1a49e000000000000000000000000000";
        using var sender = Sender();
        await sender.SendSpansAsync("browser-large", Id, 1200);
        await VisitAsync("trace-large", async window =>
        {
            var page = window.Page;
            await window.GoToAsync($"/trace/{Id}?rows=10000");
            var rows = page.Locator("details.span");
            await Expect(rows).ToHaveCountAsync(1200);
            await Expect(page.Locator("details.span div.about")).ToHaveCountAsync(0);

            // The last one is out of sight: neither laid out nor painted until it is asked for.
            await rows.First.Locator("summary").FocusAsync();
            await page.Keyboard.PressAsync("End");
            await Expect(rows.Last.Locator("summary")).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Enter");

            var number = int.Parse((await rows.Last.GetAttributeAsync("id"))!["span-".Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            await rows.Last.Locator("div.about").WaitForAsync();
            await Expect(rows.Last.Locator("div.about")).ToContainTextAsync($"number {number}");
        });
    }

    [Fact]
    public async Task Two_traces_are_compared()
    {
        var traces = await WorkflowTracesAsync(2);
        await VisitAsync("compare", async window =>
        {
            var page = window.Page;
            await window.GoToAsync($"/trace/{traces[0].Id}");
            await page.GetByLabel("Compare with").FillAsync(traces[1].Id);
            await page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();

            await Expect(page).ToHaveURLAsync(new Regex($"/compare\\?a={traces[0].Id}&b={traces[1].Id}"));
            await Expect(page.Locator("table.differences")).ToContainTextAsync("demo.workflow_execution");
        });
    }

    [Fact]
    public async Task The_map_shows_who_calls_whom()
    {
        var trace = await WorkflowTraceAsync();
        await VisitAsync("map", async window =>
        {
            await window.GoToAsync("/map");
            foreach (var service in trace.Services)
            {
                await Expect(window.Page.Locator("section.map .node").Filter(new() { HasText = service })).ToBeVisibleAsync();
            }
        });
    }

    [Fact]
    public async Task Keys_lead_through_the_pages() => await VisitAsync("keys", async window =>
    {
        var page = window.Page;
        await window.GoToAsync("/");
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("t");
        await Expect(page).ToHaveURLAsync(new Regex("/search$"));
        await page.WaitForFunctionAsync("() => document.readyState === 'complete'");
        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator("main :is(input, select):focus")).ToHaveCountAsync(1);

        // The first thing that the tabulator reaches leads past the navigation.
        await window.GoToAsync("/search");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".skip")).ToBeFocusedAsync();
    });

    [Fact]
    public async Task A_failed_span_says_so_and_why()
    {
        using var jaeger = System.Jaeger();
        var failed = await Eventually.GetAsync(
            () => jaeger.SearchAsync("tta-workflow-engine", tags: """{"error":"true"}"""), found => found.Count > 0, Patience, "a trace with an error");
        var trace = failed[0];
        await VisitAsync("trace-error", async window =>
        {
            await window.GoToAsync($"/trace/{trace.Id}");
            await Expect(window.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(new Regex("error|exception", RegexOptions.IgnoreCase));
            await Expect(window.Page.Locator("details.span.error, details.span:has(.error)").First).ToBeVisibleAsync();
        });
    }

    [GeneratedRegex(@"/search\?.*operation=demo\.workflow_execution")]
    private static partial Regex Search();

    [GeneratedRegex(@"/trace/[0-9a-f]{1,32}$")]
    private static partial Regex TraceAddress();
}
