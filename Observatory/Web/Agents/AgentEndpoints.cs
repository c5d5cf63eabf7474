using Observatory.Hosting;
using Observatory.Html;

namespace Observatory.Web.Agents;

/// <summary>The pages about agents: <c>/runs</c> and <c>/conversation</c>. A run's own page is its trace's.</summary>
internal sealed class AgentEndpoints(RunsPage runs, ConversationPage conversation, Readiness readiness) : IEndpointModule
{
    /// <inheritdoc/>
    public ListenerRoles Roles => ListenerRoles.Ui;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/runs", Page.WhenReady(readiness, runs.AnswerAsync));
        routes.MapGet("/conversation", Page.WhenReady(readiness, conversation.AnswerAsync));
    }
}
