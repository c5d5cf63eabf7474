using Observatory.Dashboards.Pages;
using Observatory.Hosting;
using Observatory.Web;

namespace Observatory.Dashboards;

/// <summary>The pages of the boards, at Grafana's addresses.</summary>
internal sealed class DashboardEndpoints(DashboardsPage list, BoardPage board, Readiness readiness) : IEndpointModule
{
    /// <inheritdoc/>
    public ListenerRoles Roles => ListenerRoles.Ui;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/dashboards", (HttpContext context) => PageResult.Html(context, list.Render()));
        routes.MapGet("/d/{uid}", BoardAsync);
        routes.MapGet("/d/{uid}/{slug}", BoardAsync);
        routes.MapGet("/explore", ExploreRedirect.Answer);
    }

    private async Task<IResult> BoardAsync(HttpContext context, string uid) => readiness.WaitingFor is { } task
        ? PageResult.Note(context, StatusCodes.Status503ServiceUnavailable, "Starting", task)
        : await board.AnswerAsync(context, uid).ConfigureAwait(false);
}
