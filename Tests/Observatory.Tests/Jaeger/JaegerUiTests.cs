using Microsoft.Playwright;
using Tta.Observatory.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tta.Observatory.Tests.Jaeger;

/// <summary>
/// Jaeger's own page in a browser, on Observatory's API. Its build is looked for in the machine's temporary folder (docs/testing.md says how
/// one gets there) and is no part of this repository.
/// </summary>
public sealed class JaegerUiTests : IDisposable
{
    private static readonly string Build = Path.Combine(Path.GetTempPath(), "jaeger-ui", "packages", "jaeger-ui", "build");
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task It_lists_searches_compares_opens_and_reads_a_file()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(Build, "index.html")), $"there is no built jaeger-ui in {Build}; docs/testing.md says how to get one");
        await using var observatory = await TestObservatory.StartAsync(_data.Path);
        await observatory.StoreAsync(
            new TestSpan { Trace = 0xA1, Id = 1, Name = "checkout", Service = "shop", Kind = 2, Duration = TimeSpan.FromSeconds(1) },
            new TestSpan { Trace = 0xA1, Id = 2, Parent = 1, Name = "charge card", Service = "bank", Kind = 3, Status = 2, StatusMessage = "declined" });
        await observatory.StoreAsync(new TestSpan { Trace = 0xB2, Id = 3, Name = "checkout", Service = "shop", Kind = 2, Start = TimeSpan.FromMinutes(1) });
        await using var site = await JaegerUi.StartAsync(Build, observatory);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumProgram.Find(), Args = ["--disable-gpu"] });
        var page = await browser.NewPageAsync(new() { BaseURL = site.Address, ViewportSize = new() { Width = 1400, Height = 1000 }, TimezoneId = "UTC" });
        page.SetDefaultTimeout(60_000);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        var body = page.Locator("body");
        var start = TestSpan.Epoch.AddHours(-1).ToUnixTimeMilliseconds() * 1000;

        // The search, and what it lists.
        await page.GotoAsync($"/search?service=shop&start={start}&end={start + 7_200_000_000}&limit=20&lookback=custom");
        await Expect(body).ToContainTextAsync("Service (2)");
        await Expect(body).ToContainTextAsync("2 traces");
        await Expect(page.Locator("td", new() { HasTextString = "shop: checkout" })).ToHaveCountAsync(2);

        // Two of them next to each other.
        var boxes = page.Locator("tr input[type=checkbox]");
        await boxes.Nth(0).CheckAsync(new() { Force = true });
        await boxes.Nth(1).CheckAsync(new() { Force = true });
        await page.GetByText("Compare Traces", new() { Exact = true }).ClickAsync();
        await Expect(body).ToContainTextAsync("VS");
        await Expect(body).ToContainTextAsync("charge card");

        // One of them.
        await page.GotoAsync("/trace/a1");
        await Expect(body).ToContainTextAsync("Services2");
        await Expect(body).ToContainTextAsync("Total Spans2");
        await Expect(body).ToContainTextAsync("charge card");

        // One that is in a file only.
        await page.GotoAsync("/search");
        await page.GetByText("Upload").First.ClickAsync();
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "otlp.json", MimeType = "application/json", Buffer = OtlpFile() });
        await Expect(body).ToContainTextAsync("from-file: read");
        Assert.Empty(errors);
    }

    private static byte[] OtlpFile() => """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"from-file"}}]},"scopeSpans":[{"spans":[
          {"traceId":"000000000000000000000000000000c3","spanId":"00000000000000c3","name":"read","kind":2,"startTimeUnixNano":"1772366400000000000","endTimeUnixNano":"1772366401000000000"}]}]}]}
        """u8.ToArray();
}
