namespace Observatory.Hosting;

/// <summary>
/// <c>/alive</c>: the process answers. <c>/health</c>: what was stored before is replayed, every listener answers and telemetry is taken;
/// otherwise 503 with a line for each trouble. On every listener.
/// </summary>
internal sealed class HealthEndpoints(Readiness readiness, Troubles troubles) : IEndpointModule
{
    /// <inheritdoc/>
    public ListenerRoles Roles => ListenerRoles.All;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/alive", () => Results.Text("alive"));
        routes.MapGet("/health", Health);
    }

    private IResult Health()
    {
        var text = new StringBuilder();
        if (readiness.WaitingFor is { } task)
        {
            text.Append("starting: ").Append(task);
        }

        foreach (var trouble in troubles.Now)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(trouble.Subject).Append(": ").Append(trouble.Why);
        }

        return text.Length == 0 ? Results.Text("healthy") : Results.Text(text.ToString(), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
