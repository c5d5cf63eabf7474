using Observatory.Hosting;
using Observatory.Web.Logging;
using Observatory.Web.Tracing;

namespace Observatory.Web;

/// <summary>
/// The pages: <c>/</c> with links and the newest traces, <c>/search</c>, <c>/trace/{id}</c> with a trace's waterfall. Also where Jaeger's page is
/// looked for: the paths of the last two are its own.
/// </summary>
internal sealed class WebEndpoints(HomePage home, SearchPage search, TracePage trace, ComparePage compare, LogsPage logs, MapPage map, Readiness readiness) : IEndpointModule
{
    /// <inheritdoc/>
    public ListenerRoles Roles => ListenerRoles.Ui | ListenerRoles.Jaeger;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (Delegate)home.AnswerAsync);
        routes.MapGet("/search", (HttpContext context) => WhenReady(context, () => search.Answer(context)));
        routes.MapGet("/trace/{id}", (HttpContext context, string id) => WhenReady(context, () => trace.Answer(context, id)));
        routes.MapGet("/logs", (HttpContext context) => WhenReady(context, () => logs.Answer(context)));
        routes.MapGet("/map", (HttpContext context) => WhenReady(context, () => map.Answer(context)));
        routes.MapGet("/compare", (HttpContext context) => WhenReady(context, () => compare.Answer(context)));
        routes.MapGet("/assets/{name}", PageAssets.Answer);
    }

    private IResult WhenReady(HttpContext context, Func<IResult> answer) => readiness.WaitingFor is { } task
        ? PageResult.Note(context, StatusCodes.Status503ServiceUnavailable, "Starting", task)
        : answer();
}
