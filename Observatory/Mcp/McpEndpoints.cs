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
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMcp(Path).Add(endpoint =>
        {
            if (endpoint.RequestDelegate is { } serve)
            {
                endpoint.RequestDelegate = context => door.InvokeAsync(context, passed => ServeAsync(passed, serve));
            }
        });

        // The address stands as a link on the Aspire dashboard: who opens it is a person. The protocol's own GET asks for a stream, and there is none.
        routes.MapGet(Path, context => door.InvokeAsync(context, ExplainAsync));
    }

    private static Task ExplainAsync(HttpContext context)
    {
        if (context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Post;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(McpTexts.ForPeople, context.RequestAborted);
    }

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
