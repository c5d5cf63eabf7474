namespace Observatory.Hosting;

/// <summary><c>/alive</c>: the process answers. <c>/health</c>: what was stored before is replayed and everything is served. On every listener.</summary>
internal sealed class HealthEndpoints(Readiness readiness) : IEndpointModule
{
    /// <inheritdoc/>
    public ListenerRoles Roles => ListenerRoles.All;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/alive", () => Results.Text("alive"));
        routes.MapGet("/health", () => readiness.WaitingFor is { } task
            ? Results.Text($"starting: {task}", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("healthy"));
    }
}
