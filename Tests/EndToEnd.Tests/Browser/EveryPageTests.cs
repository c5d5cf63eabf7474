using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Tta.EndToEnd.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace Tta.EndToEnd.Tests.Browser;

/// <summary>What holds for every page: light and dark, on a desk and on a phone, with and without scripts, for eyes and for screen readers.</summary>
[Collection(SharedSystem.Name)]
public sealed class EveryPageTests(SharedSystem shared, Chromium chromium) : BrowserTests(shared, chromium)
{
    // The two grades of axe's that keep somebody from using a page.
    private static readonly string[] Grave = ["critical", "serious"];

    private static readonly RunOnlyOptions Wcag = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };

    private static readonly RunOnlyOptions OnlyContrast = new() { Type = "rule", Values = ["color-contrast"] };

    // Off unless asked for: what is pressed is 24 px wide and high, or has as much room around it.
    private static readonly Dictionary<string, RuleOptions> TargetSize = new() { ["target-size"] = new() { Enabled = true } };

    private static readonly RunOnlyOptions OnlyTargetSize = new() { Type = "rule", Values = ["target-size"] };

    /// <summary>Name, address and something that shows that the page has its data.</summary>
    public static TheoryData<string, string, string> Pages => new()
    {
        { "home", "/", "main a[href^='/trace/']" },
        { "search", "/search?limit=20", "main table a[href^='/trace/']" },
        { "trace", "/trace/{trace}", "details.span" },
        { "compare", "/compare?a={trace}&b={other}", "table.differences" },
        { "map", "/map", "section.map .node" },
        { "logs", "/logs", ".record" },
        { "dashboards", "/dashboards", "main a[href^='/d/']" },
        { "board", "/d/01-system-overview", "section.panel[data-state='data']" },
        { "board-dependencies", "/d/03-dependencies", "section.panel[data-state='data']" },
        { "board-errors", "/d/04-errors", "section.panel[data-state='data']" },
        { "board-drilldown", "/d/02-primitive-drilldown?var-trace={trace}", "section.panel[data-state='data']" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_light_or_dark_as_the_system_is_and_readable_by_everybody(string name, string address, string content)
    {
        foreach (var (scheme, isDark) in new[] { (ColorScheme.Light, false), (ColorScheme.Dark, true) })
        {
            await LookAsync($"{name}-{scheme.ToString().ToLowerInvariant()}", address, content, new() { ColorScheme = scheme }, async page =>
            {
                var luminance = await page.EvaluateAsync<double>(BackgroundLuminance);
                Assert.True(isDark ? luminance < 0.1 : luminance > 0.7, string.Create(CultureInfo.InvariantCulture, $"the background's luminance is {luminance:F3} in {scheme}"));

                // What does not depend on colours need not be looked at twice.
                await AssertUsableAsync(page, isDark ? new() { RunOnly = OnlyContrast } : new() { RunOnly = Wcag, Rules = TargetSize });
            });
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_fits_a_phone(string name, string address, string content) =>
        await LookAsync($"{name}-phone", address, content, new() { ViewportSize = new() { Width = 390, Height = 844 }, IsMobile = true, HasTouch = true }, async page =>
        {
            var widths = await page.EvaluateAsync<int[]>("[document.documentElement.scrollWidth, window.innerWidth, document.documentElement.clientWidth]");
            Assert.True(widths[0] <= 390, $"the page is {widths[0]} wide");
            await AssertUsableAsync(page, new() { RunOnly = OnlyTargetSize });
        });

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_shows_its_data_without_scripts(string name, string address, string content) =>
        await LookAsync($"{name}-no-script", address, content, new() { JavaScriptEnabled = false }, _ => Task.CompletedTask);

    private static async Task AssertUsableAsync(IPage page, AxeRunOptions options)
    {
        options.ResultTypes = [ResultType.Violations];
        var found = await page.RunAxe(options);
        var grave = found.Violations.Where(violation => Grave.Contains(violation.Impact)).ToList();
        Assert.True(grave.Count == 0, string.Join('\n', grave.Select(one =>
            $"{one.Impact} {one.Id}: {one.Help}: {string.Join(" | ", one.Nodes.Take(4).Select(node => node.Html.Length > 200 ? node.Html[..200] : node.Html))}")));
    }

    private async Task LookAsync(string name, string address, string content, BrowserNewContextOptions options, Func<IPage, Task> look)
    {
        var traces = await WorkflowTracesAsync(2);
        address = address.Replace("{trace}", traces[0].Id, StringComparison.Ordinal).Replace("{other}", traces[1].Id, StringComparison.Ordinal);
        await VisitAsync(name, async window =>
        {
            await window.GoToAsync(address);
            await Expect(window.Page.Locator(content).First).ToBeVisibleAsync();
            await window.ScreenshotAsync(name);
            await look(window.Page);
        }, options);
    }

    // As WCAG defines it, of the colour that the page's canvas has.
    private const string BackgroundLuminance = """
        () => {
          const color = [document.body, document.documentElement].map((one) => getComputedStyle(one).backgroundColor).find((one) => !/, 0\)$/.test(one));
          const canvas = document.createElement('canvas').getContext('2d');
          canvas.fillStyle = color ?? 'white';
          canvas.fillRect(0, 0, 1, 1);
          const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        }
        """;
}
