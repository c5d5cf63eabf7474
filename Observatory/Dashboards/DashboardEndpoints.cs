using Observatory.Dashboards.Pages;
using Observatory.Hosting;
using Observatory.Html;

namespace Observatory.Dashboards;

/// <summary>The pages of the boards, at Grafana's addresses.</summary>
internal sealed class DashboardEndpoints(DashboardsPage list, BoardPage board, Readiness readiness) : IEndpointModule
{
    /// <inheritdoc/>
    public ListenerRoles Roles => ListenerRoles.Ui;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/dashboards", list.AnswerAsync);
        routes.MapGet("/d/{uid}/{slug?}", Page.WhenReady(readiness, board.AnswerAsync));
        routes.MapGet("/explore", ExploreRedirect.AnswerAsync);
    }
}
