using Observatory.Hosting;
using Observatory.Mcp.Calls;

namespace Observatory.Mcp;

/// <summary><c>/mcp</c>: the Model Context Protocol over streamable HTTP, without sessions.</summary>
internal sealed class McpEndpoints(McpDoor door, CallTraces traces, Readiness readiness) : IEndpointModule
{
    /// <summary>The path.</summary>
    public const string Path = "/mcp";

    /// <inheritdoc/>
    public ListenerRoles Roles => ListenerRoles.Ui;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapMcp(Path).Add(endpoint =>
    {
        if (endpoint.RequestDelegate is { } serve)
        {
            endpoint.RequestDelegate = context => door.InvokeAsync(context, passed => ServeAsync(passed, serve));
        }
    });

    private Task ServeAsync(HttpContext context, RequestDelegate serve)
    {
        if (readiness.WaitingFor is not { } waiting)
        {
            return traces.ServeAsync(context, serve);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "1";
        var answer = new Dictionary<string, string> { ["error"] = $"Observatory is not ready: {waiting}" };
        return context.Response.WriteAsJsonAsync(answer, context.RequestAborted);
    }
}
