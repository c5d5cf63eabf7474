using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Tta.EndToEnd.Tests.Browser;

/// <summary>A window that hears everything that goes wrong in it: a page that complains has failed, whatever it shows.</summary>
internal sealed class BrowserWindow : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _trouble = new();

    private BrowserWindow(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>What a test expects to fail, by a part of its address; nothing else may.</summary>
    public ISet<string> Expected { get; } = new HashSet<string>();

    public static async Task<BrowserWindow> OpenAsync(IBrowserContext context)
    {
        context.SetDefaultTimeout(60_000);
        var window = new BrowserWindow(context, await context.NewPageAsync());
        await context.RouteAsync("**/*", window.GuardAsync);
        var page = window.Page;
        // A refusal by the page's content security policy is a console error, too.
        page.Console += (_, message) => window.Note(message.Type is "error" or "warning", $"console {message.Type} on {page.Url}: {message.Text}");
        page.PageError += (_, error) => window.Note(true, $"page error on {page.Url}: {error}");
        page.Response += (_, response) => window.Note(response.Status >= 400, $"{response.Status} for {response.Url}");
        page.RequestFailed += (_, request) => window.Note(request.Failure is not "net::ERR_ABORTED", $"{request.Failure} for {request.Url}");
        return window;
    }

    /// <summary>Goes to an address of the site and waits until all of it is there.</summary>
    public async Task GoToAsync(string path)
    {
        var response = await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        Assert.NotNull(response);
    }

    /// <summary>Keeps a picture of the whole page.</summary>
    public Task ScreenshotAsync(string name) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Screenshots, name + ".png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });

    /// <summary>Fails when something was wrong.</summary>
    public void AssertQuiet()
    {
        var trouble = _trouble.Where(one => !Expected.Any(part => one.Contains(part, StringComparison.Ordinal))).Distinct().ToList();
        Assert.True(trouble.Count == 0, string.Join('\n', trouble));
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private Task GuardAsync(IRoute route)
    {
        var address = new Uri(route.Request.Url);
        if (address.Scheme is "data" or "blob" || address.IsLoopback)
        {
            return route.ContinueAsync();
        }

        Note(true, $"a request to {address} on {Page.Url}");
        return route.AbortAsync();
    }

    private void Note(bool isTrouble, string what)
    {
        if (isTrouble)
        {
            _trouble.Enqueue(what);
        }
    }
}
