using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Observatory.Hosting;
using Tta.Observatory.Tests.Dashboards.Support;
using Tta.Observatory.Tests.Prometheus;
using Tta.Observatory.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tta.Observatory.Tests.Dashboards;

/// <summary>What a reader chose on a board, in a browser.</summary>
public sealed class RefreshTests
{
    [Fact]
    public async Task A_chosen_series_and_a_sorted_table_stay_when_the_panels_are_drawn_anew()
    {
        await using var boards = await StartAsync();
        await VisitAsync(boards, "UTC", async page =>
        {
            await page.GotoAsync(Address(boards, "/d/b?refresh=off"));
            await page.Locator(".chart-legend .series-name", new() { HasTextString = "beta" }).ClickAsync();
            await Expect(page.Locator("g.series.faded")).ToHaveCountAsync(1);
            await page.Locator(".data-table .sort").Nth(1).ClickAsync();
            await Expect(page.Locator(".data-table tbody tr").First).ToContainTextAsync("aardvark");

            boards.Answer(times: 2);
            await page.Locator("a.refresh").ClickAsync();

            await Expect(page.Locator(".data-table")).ToContainTextAsync("14");
            await Expect(page.Locator("g.series.faded")).ToHaveCountAsync(1);
            await Expect(page.Locator(".data-table tbody tr").First).ToContainTextAsync("aardvark");
        });
    }

    [Fact]
    public async Task All_times_of_a_page_are_in_one_zone_which_can_be_changed()
    {
        await using var boards = await StartAsync();
        await boards.Harness.Observatory.StoreAsync(new TestSpan { Trace = 1 });
        await VisitAsync(boards, "Asia/Kolkata", async page =>
        {
            await page.GotoAsync(Address(boards, "/search"));
            var time = page.Locator("table.traces time").First;
            await Expect(time).ToHaveTextAsync("2026-03-01 12:00:00.000Z");

            await page.Locator("button.zone").ClickAsync();

            await Expect(time).ToHaveTextAsync("2026-03-01 17:30:00.000");
            await Expect(page.Locator(".scatter time").First).ToHaveTextAsync("17:30:00");

            // It is remembered, for charts as well.
            await page.GotoAsync(Address(boards, "/d/b?from=1772366400000&to=1772370000000"));
            await Expect(page.Locator(".board-time summary time").First).ToHaveTextAsync("2026-03-01 17:30:00");
            await Expect(page.Locator(".chart.timeseries .axis-x text").First).ToHaveTextAsync(new Regex("^1[78]:"));
            await page.Keyboard.PressAsync("z");
            await Expect(page.Locator(".chart.timeseries .axis-x text").First).ToHaveTextAsync(new Regex("^1[23]:"));
        });
    }

    [Fact]
    public async Task A_range_drawn_over_a_chart_is_the_boards_range()
    {
        await using var boards = await StartAsync();
        await VisitAsync(boards, "UTC", async page =>
        {
            await page.GotoAsync(Address(boards, "/d/b?from=1772366400000&to=1772370000000&refresh=off"));
            var box = (await page.Locator(".chart.timeseries .plot").BoundingBoxAsync())!;
            await page.Mouse.MoveAsync(box.X + (box.Width / 4), box.Y + 20);
            await page.Mouse.DownAsync();
            await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 30, new() { Steps = 4 });
            await Expect(page.Locator(".zoom-band")).ToHaveCountAsync(1);
            await page.Mouse.UpAsync();

            // A quarter of an hour after the beginning, and half an hour: to the half minute, as fine as a pixel is.
            await Expect(page).ToHaveURLAsync(new Regex("from=177236(72|73)\\d{5}&to=177236(81|82)\\d{5}"));
        });
    }

    private static string Address(Boards boards, string path) => boards.Harness.Observatory.Uri(ListenerRoles.Ui, path).AbsoluteUri;

    private static async Task<Boards> StartAsync()
    {
        var harness = await BoardHarness.StartAsync(boards: ("b.json", BoardHarness.Board(
            $"{BoardHarness.Panel("timeseries", "lines")},{BoardHarness.Panel("table", "rows", id: 2).Replace("\"refId\":\"A\",", "\"refId\":\"A\",\"format\":\"table\",\"instant\":true,", StringComparison.Ordinal)}")));
        var boards = new Boards(harness);
        boards.Answer(times: 1);
        return boards;
    }

    private static async Task VisitAsync(Boards boards, string zone, Func<IPage, Task> visit)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumProgram.Find(), Args = ["--disable-gpu"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 }, TimezoneId = zone });
        page.SetDefaultTimeout(60_000);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        await visit(page);
        Assert.Empty(errors);
        Assert.NotEmpty(boards.Harness.Prometheus.Asked);
    }

    /// <summary>A board whose numbers change when they are told to.</summary>
    private sealed class Boards(BoardHarness harness) : IAsyncDisposable
    {
        private int _times = 1;
        private bool _isAnswering;

        public BoardHarness Harness => harness;

        public void Answer(int times)
        {
            _times = times;
            if (_isAnswering)
            {
                return;
            }

            _isAnswering = true;
            harness.Prometheus.On("/query_range", _ => Task.FromResult(FakePrometheus.Answer(FakePrometheus.Matrix(Line("alpha", 1), Line("beta", 2)))));
            harness.Prometheus.On("/query", _ => Task.FromResult(FakePrometheus.Answer(
                FakePrometheus.Vector(("\"l\":\"zebra\"", 9 * _times), ("\"l\":\"aardvark\"", 7 * _times)))));
        }

        public ValueTask DisposeAsync() => harness.DisposeAsync();

        private (string Labels, (double Time, string Value)[] Points) Line(string name, int value)
        {
            var end = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            return ($"\"name\":\"{name}\"", [.. Enumerable.Range(0, 20).Select(i => ((double)(end - 300 + (i * 15)), FormattableString.Invariant($"{value * _times}")))]);
        }
    }
}
