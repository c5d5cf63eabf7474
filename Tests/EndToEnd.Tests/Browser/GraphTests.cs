using System.Globalization;
using Microsoft.Playwright;
using Tta.EndToEnd.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace Tta.EndToEnd.Tests.Browser;

/// <summary>A graph that is larger than its frame can be looked at from near and from far.</summary>
[Collection(SharedSystem.Name)]
public sealed class GraphTests(SharedSystem shared, Chromium chromium) : BrowserTests(shared, chromium)
{
    [Fact]
    public async Task A_graph_opens_with_as_much_of_it_as_can_be_read() => await GraphAsync("graph-fit", "", async (_, graph) =>
    {
        var smallest = await graph.EvaluateAsync<double>("""
            (graph) => Math.min(...[...graph.querySelectorAll('svg text')].filter((one) => one.checkVisibility())
              .map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a))
            """);
        Assert.True(smallest > 9.9, string.Create(CultureInfo.InvariantCulture, $"a text is {smallest:F1} px high"));
    });

    [Fact]
    public async Task Buttons_keys_and_the_wheel_with_Ctrl_change_its_size() => await GraphAsync("graph-zoom", "", async (page, graph) =>
    {
        var (atFirst, fit) = (await WidthAsync(graph), graph.GetByRole(AriaRole.Button, new() { Name = "Fit" }));
        await graph.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).ClickAsync();
        Assert.True(await WidthAsync(graph) > atFirst * 1.1);
        await fit.ClickAsync();
        Assert.Equal(atFirst, await WidthAsync(graph), 1);
        await graph.GetByRole(AriaRole.Button, new() { Name = "Zoom out" }).ClickAsync();
        Assert.True(await WidthAsync(graph) < atFirst * 0.9);

        await page.Keyboard.PressAsync("0");
        Assert.Equal(atFirst, await WidthAsync(graph), 1);
        await graph.Locator(".scroll").FocusAsync();
        await page.Keyboard.PressAsync("+");
        Assert.True(await WidthAsync(graph) > atFirst * 1.1);

        await fit.ClickAsync();
        await graph.Locator(".scroll").HoverAsync();
        await page.Keyboard.DownAsync("Control");
        await page.Mouse.WheelAsync(0, -300);
        await page.WaitForFunctionAsync("(width) => document.querySelector('.chart.nodegraph svg').clientWidth > width * 1.1", atFirst);
        await page.Keyboard.UpAsync("Control");

        var near = await WidthAsync(graph);
        await page.Mouse.WheelAsync(0, 100);
        await page.WaitForFunctionAsync("() => document.querySelector('.chart.nodegraph .scroll').scrollTop > 0 || scrollY > 0");
        Assert.Equal(near, await WidthAsync(graph), 1);
    });

    [Fact]
    public async Task The_mouse_moves_it_without_following_a_link()
    {
        await WorkflowTraceAsync();
        await VisitAsync("graph-drag", async window =>
        {
            var page = window.Page;
            await window.GoToAsync("/map");
            var address = page.Url;
            for (var i = 0; i < 6; i++)
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).ClickAsync();
            }

            // Taken hold of at a service, which is a link, and moved towards the middle.
            var service = page.Locator("section.map a .node circle").First;
            await service.EvaluateAsync("(one) => one.scrollIntoView({ block: 'center', inline: 'center' })");
            var before = await PlaceAsync();
            var step = before[0] >= 60 ? 60 : -60;
            var circle = (await service.BoundingBoxAsync())!;
            var (x, y) = (circle.X + (circle.Width / 2), circle.Y + (circle.Height / 2) + 40);
            await page.Mouse.MoveAsync(x, y);
            await page.Mouse.DownAsync();
            await page.Mouse.MoveAsync(x + step, y, new() { Steps = 4 });
            await page.Mouse.UpAsync();

            Assert.Equal(before[0] - step, (await PlaceAsync())[0]);
            Assert.Equal(address, page.Url);

            Task<int[]> PlaceAsync() => page.Locator("section.map .scroll").EvaluateAsync<int[]>("(one) => [Math.round(one.scrollLeft), Math.round(one.scrollTop)]");
        }, new() { ViewportSize = new() { Width = 900, Height = 700 } });
    }

    [Fact]
    public async Task Its_size_lasts_while_the_board_renews_itself_and_no_longer() => await GraphAsync("graph-refresh", "&refresh=1s", async (page, graph) =>
    {
        var atFirst = await WidthAsync(graph);
        await graph.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).ClickAsync();
        var near = await WidthAsync(graph);
        await page.EvaluateAsync("() => { window.graphBefore = document.querySelector('.chart.nodegraph'); }");
        await page.Mouse.MoveAsync(0, 0);
        await page.WaitForFunctionAsync("() => !window.graphBefore.isConnected");

        Assert.Equal(near, await WidthAsync(graph), 1);
        await Expect(graph.GetByRole(AriaRole.Button, new() { Name = "Zoom in" })).ToBeFocusedAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("localStorage.length + sessionStorage.length"));
        await page.ReloadAsync();
        Assert.Equal(atFirst, await WidthAsync(graph), 1);
    });

    [Fact]
    public async Task Without_a_script_it_scrolls_and_has_no_buttons_that_do_nothing() => await GraphAsync(
        "graph-no-script",
        "",
        async (_, graph) =>
        {
            await Expect(graph.Locator(".node").First).ToBeVisibleAsync();
            await Expect(graph.Locator(".graph-tools")).ToBeHiddenAsync();
        },
        new() { JavaScriptEnabled = false });

    // All primitives and what they call: far more than a panel can hold.
    private async Task GraphAsync(string name, string query, Func<IPage, ILocator, Task> look, BrowserNewContextOptions? options = null) => await VisitAsync(
        name,
        async window =>
        {
            var panels = await BoardPanel.EventuallyAsync(
                window, $"/d/00-agent-observability?viewPanel=5{query}", panel => panel is { Type: "nodeGraph", State: "data" }, Patience);
            Assert.Single(panels);
            await window.ScreenshotAsync(name);
            await look(window.Page, window.Page.Locator(".chart.nodegraph"));
        },
        options);

    // By the page, in one step: a board that renews itself may replace the graph between two, and one that is replaced has no width.
    private static Task<double> WidthAsync(ILocator graph) =>
        graph.Page.EvaluateAsync<double>("() => document.querySelector('.chart.nodegraph .scroll > svg').getBoundingClientRect().width");
}
