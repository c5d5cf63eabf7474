using Observatory.Hosting;
using Observatory.Html;
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
        routes.MapGet("/assets/{name}", PageAssets.Answer);
        foreach (var (path, answer) in ((string, RequestDelegate)[])
            [
                ("/", home.AnswerAsync), ("/search", search.AnswerAsync), ("/trace/{id}", trace.AnswerAsync), ("/compare", compare.AnswerAsync),
                ("/logs", logs.AnswerAsync), ("/map", map.AnswerAsync),
            ])
        {
            routes.MapGet(path, Page.WhenReady(readiness, answer));
        }
    }
}
