using Observatory.Hosting;
using Observatory.Jaeger;
using Observatory.Traces.Query;

namespace Observatory.Web;

/// <summary>
/// The pages: <c>/</c> with links and the newest traces, <c>/search</c>, <c>/trace/{id}</c> with a trace's waterfall. Also where Jaeger's page is
/// looked for: the paths of the last two are its own.
/// </summary>
internal sealed class WebEndpoints(HomePage home, SearchPage search, TraceReader traces, Readiness readiness) : IEndpointModule
{
    /// <inheritdoc/>
    public ListenerRoles Roles => ListenerRoles.Ui | ListenerRoles.Jaeger;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Home);
        routes.MapGet("/search", Search);
        routes.MapGet("/trace/{id}", Trace);
        routes.MapGet("/page.css", (HttpContext context) => Answer(context, PageAssets.Style, "text/css"));
        routes.MapGet("/icon.svg", (HttpContext context) => Answer(context, PageAssets.Icon, "image/svg+xml"));
    }

    private IResult Home(HttpContext context) => readiness.WaitingFor is { } task
        ? Note(context, StatusCodes.Status503ServiceUnavailable, "Starting", task)
        : Page(context, home.Render(context.RequestAborted));

    private IResult Search(HttpContext context) => readiness.WaitingFor is { } task
        ? Note(context, StatusCodes.Status503ServiceUnavailable, "Starting", task)
        : Page(context, search.Render(context.Request.Query, context.RequestAborted));

    private IResult Trace(HttpContext context, string id)
    {
        if (!JaegerIds.TryParseTrace(id, out var trace))
        {
            return Note(context, StatusCodes.Status400BadRequest, "No trace id", "A trace id is 1 to 32 hexadecimal digits.");
        }

        if (readiness.WaitingFor is { } task)
        {
            return Note(context, StatusCodes.Status503ServiceUnavailable, "Starting", task);
        }

        return traces.Read(trace) is { } found
            ? Page(context, TracePage.Render(found))
            : Note(context, StatusCodes.Status404NotFound, "Trace not found", "It has not arrived yet, or is older than what is kept.");
    }

    private static IResult Note(HttpContext context, int status, string title, string text)
    {
        var page = HtmlWriter.Page(title);
        page.Add($"<p>{text}</p>");
        return Page(context, page.End(), status);
    }

    private static IResult Page(HttpContext context, string html, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Answer(context, html, "text/html", status);
    }

    private static IResult Answer(HttpContext context, string text, string type, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Results.Text(text, type + "; charset=utf-8", statusCode: status);
    }
}
