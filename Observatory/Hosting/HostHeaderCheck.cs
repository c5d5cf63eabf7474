namespace Observatory.Hosting;

/// <summary>
/// Answers only to requests that name this machine: a web page elsewhere whose name is made to resolve to loopback could otherwise
/// read what is here.
/// </summary>
internal static class HostHeaderCheck
{
    /// <summary>The middleware.</summary>
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Host.Host is "127.0.0.1" or "localhost" or "[::1]")
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsync("Observatory answers to 127.0.0.1 and localhost only; the request's Host header names another.\n");
    }
}
