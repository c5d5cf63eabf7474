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
        routes.MapGet("/assets/{name}", PageAssets.Answer);
    }

    private IResult Home(HttpContext context) => readiness.WaitingFor is { } task
        ? PageResult.Note(context, StatusCodes.Status503ServiceUnavailable, "Starting", task)
        : PageResult.Html(context, home.Render(context.RequestAborted));

    private IResult Search(HttpContext context) => readiness.WaitingFor is { } task
        ? PageResult.Note(context, StatusCodes.Status503ServiceUnavailable, "Starting", task)
        : PageResult.Html(context, search.Render(context.Request.Query, context.RequestAborted));

    private IResult Trace(HttpContext context, string id)
    {
        if (!JaegerIds.TryParseTrace(id, out var trace))
        {
            return PageResult.Note(context, StatusCodes.Status400BadRequest, "No trace id", "A trace id is 1 to 32 hexadecimal digits.");
        }

        if (readiness.WaitingFor is { } task)
        {
            return PageResult.Note(context, StatusCodes.Status503ServiceUnavailable, "Starting", task);
        }

        return traces.Read(trace) is { } found
            ? PageResult.Html(context, TracePage.Render(found))
            : PageResult.Note(context, StatusCodes.Status404NotFound, "Trace not found", "It has not arrived yet, or is older than what is kept.");
    }
}
