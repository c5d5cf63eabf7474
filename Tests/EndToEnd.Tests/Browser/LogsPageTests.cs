using Microsoft.Playwright;
using Tta.EndToEnd.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace Tta.EndToEnd.Tests.Browser;

/// <summary>What the services said: of one trace, and while they say it.</summary>
[Collection(SharedSystem.Name)]
public sealed class LogsPageTests(SharedSystem shared, Chromium chromium) : BrowserTests(shared, chromium)
{
    [Fact]
    public async Task The_log_of_a_trace_leads_to_the_trace_and_back()
    {
        const string Id = "0badc0de0badc0de0badc0de0badc0de";
        using var sender = Sender();
        await sender.SendSpanAsync("browser-logs", Id, "declined payment");
        await sender.SendLogAsync("browser-logs", "the card was declined", Id);
        await sender.SendLogAsync("browser-logs", "of no trace");
        await VisitAsync("logs-trace", async window =>
        {
            var page = window.Page;
            await window.GoToAsync($"/logs?trace={Id}");
            await Expect(page.Locator(".record")).ToHaveCountAsync(1);
            await page.GetByText("the card was declined").First.ClickAsync();
            await page.Locator($".record a[href^='/trace/{Id}']").ClickAsync();

            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("declined payment");
            await Expect(page.Locator(".record")).ToContainTextAsync("the card was declined");
            await page.GetByRole(AriaRole.Link, new() { Name = "Logs", Exact = true }).Last.ClickAsync();
            await Expect(page.Locator(".record")).ToHaveCountAsync(1);
        });
    }

    [Fact]
    public async Task What_is_logged_appears_on_a_page_that_follows()
    {
        using var sender = Sender();
        await VisitAsync("logs-live", async window =>
        {
            var page = window.Page;
            await window.GoToAsync("/logs?service=browser-live");
            await page.GetByRole(AriaRole.Button, new() { Name = "Live" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("waiting");

            await sender.SendLogAsync("browser-live", "first line");
            await Expect(page.Locator(".record")).ToHaveCountAsync(1);
            await sender.SendLogAsync("browser-other", "of somebody else");
            await sender.SendLogAsync("browser-live", "second <b>line</b>");
            await Expect(page.Locator(".record")).ToHaveCountAsync(2);
            await Expect(page.Locator(".record").First).ToContainTextAsync("second <b>line</b>");

            await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("paused");
        });
    }
}
