using Microsoft.Playwright;

namespace Tta.EndToEnd.Tests.Browser;

/// <summary>One Chromium for all tests that look at pages, started when the first one asks for it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // What a browser does for itself would be a connection to somewhere else.
    private static readonly string[] Arguments =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-domain-reliability", "--disable-features=OptimizationHints,MediaRouter,Translate",
    ];

    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the pictures of a run are kept.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(Repository.Root, "TestResults", "screenshots")).FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Opens a window with a profile of its own.</summary>
    internal async Task<BrowserWindow> OpenAsync(Uri site, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = site.ToString();
        options.ViewportSize ??= new() { Width = 1920, Height = 1080 };
        options.Locale ??= "en-GB";
        options.TimezoneId ??= "UTC";
        return await BrowserWindow.OpenAsync(await (await StartedAsync()).NewContextAsync(options));
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _starting.Dispose();
    }

    private async Task<IBrowser> StartedAsync()
    {
        await _starting.WaitAsync();
        try
        {
            Assertions.SetDefaultExpectTimeout(30_000);
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumProgram.Find(), Args = Arguments });
        }
        finally
        {
            _starting.Release();
        }
    }
}
