using Observatory.Hosting;

namespace Observatory.Html;

/// <summary>How every page is answered: written as it is sent, never cached, and allowed to load and to ask only what comes from here.</summary>
internal static class Page
{
    private static readonly (string Path, string Name)[] Navigation =
        [("/", "Home"), ("/dashboards", "Dashboards"), ("/runs", "Runs"), ("/search", "Traces"), ("/map", "Map"), ("/logs", "Logs")];

    /// <summary>Answers with a page. The work ends without an error when the reader goes.</summary>
    /// <param name="context">The request.</param>
    /// <param name="title">The page's title and heading.</param>
    /// <param name="body">Writes what is below the heading.</param>
    /// <param name="section">The entry of the navigation that it belongs to; left out, the one that is called like the page.</param>
    /// <param name="status">The answer's status.</param>
    public static async Task AnswerAsync(
        HttpContext context, string title, Func<HtmlWriter, ValueTask> body, string? section = null, int status = StatusCodes.Status200OK)
    {
        AddSafetyHeaders(context.Response);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.StatusCode = status;
        using var page = new HtmlWriter(context.Response.BodyWriter, context.RequestAborted);
        AddHead(page, title, section ?? title);
        await body(page).ConfigureAwait(false);
        page.Add($"</main>\n</body>\n</html>\n");
        await page.SendAsync().ConfigureAwait(false);
    }

    /// <summary>Answers with a page that is written at once.</summary>
    public static Task AnswerAsync(
        HttpContext context, string title, Action<HtmlWriter> body, string? section = null, int status = StatusCodes.Status200OK) =>
        AnswerAsync(context, title, page => { body(page); return default; }, section, status);

    /// <summary>Answers with a page that holds one sentence.</summary>
    public static Task NoteAsync(HttpContext context, int status, string title, string text) =>
        AnswerAsync(context, title, page => page.Add($"<p>{text}</p>"), status: status);

    /// <summary>
    /// A page that is answered once everything is read back. Its parameters are read before it is written: a <see cref="FormatException"/> of
    /// theirs is answered with its message.
    /// </summary>
    public static RequestDelegate WhenReady(Readiness readiness, RequestDelegate answer) => async context =>
    {
        try
        {
            var answering = readiness.WaitingFor is { } task
                ? NoteAsync(context, StatusCodes.Status503ServiceUnavailable, "Starting", task)
                : answer(context);
            await answering.ConfigureAwait(false);
        }
        catch (FormatException e) when (!context.Response.HasStarted)
        {
            await NoteAsync(context, StatusCodes.Status400BadRequest, "Not understood", e.Message + ".").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads on.
        }
    };

    /// <summary>Says what a browser may do with what it gets: no inline script or style, nothing from elsewhere, no frame around it.</summary>
    public static void AddSafetyHeaders(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }

    private static void AddHead(HtmlWriter page, string title, string section)
    {
        page.Add($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title} · Observatory</title>
            <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">

            """);
        // Not a module: it runs before the first paint, so that a chosen theme does not flash up as the other one.
        page.Add($"<script src=\"/assets/{PageAssets.EarlyScript}\"></script>\n");
        foreach (var name in PageAssets.Styles)
        {
            page.Add($"<link rel=\"stylesheet\" href=\"/assets/{name}\">\n");
        }

        foreach (var name in PageAssets.Scripts)
        {
            page.Add($"<script type=\"module\" src=\"/assets/{name}\"></script>\n");
        }

        page.Add($"</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header class=\"chrome\">");
        page.Add($"<a class=\"home\" href=\"/\"><img src=\"/assets/icon.svg\" alt=\"\" width=\"20\" height=\"20\">Observatory</a><nav aria-label=\"Pages\">");
        foreach (var (path, name) in Navigation)
        {
            page.AddNavigation(path, name, name == section);
        }

        page.Add($"</nav></header>\n<main id=\"main\" tabindex=\"-1\">\n<h1>{title}</h1>\n");
    }
}
