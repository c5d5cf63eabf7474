using System.Net;
using System.Security.Cryptography;
using Observatory.Mcp.Calls;

namespace Observatory.Mcp;

/// <summary>
/// Who may ask: programs of this machine, and whoever brings the key. A web page of somebody else may not: its browser says where it comes
/// from.
/// </summary>
internal sealed class McpDoor(McpOptions options)
{
    // What a proxy adds when it hands on what came from elsewhere.
    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];

    /// <summary>The filter of the endpoint.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (Refusal(context) is not { } refusal)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        context.Response.StatusCode = refusal.Status;
        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        await context.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["error"] = refusal.Why }, context.RequestAborted)
            .ConfigureAwait(false);
    }

    private (int Status, string Why)? Refusal(HttpContext context)
    {
        var origins = context.Request.Headers.Origin;
        if (origins.Count > 0 && !origins.All(IsHere))
        {
            return (StatusCodes.Status403Forbidden, "a web page of another site may not ask: its Origin is not of this machine");
        }

        if (options.Key is { } key)
        {
            return HasKey(context, key)
                ? null
                : (StatusCodes.Status401Unauthorized, "Authorization: Bearer with the key of OBSERVATORY__MCP__KEY is needed");
        }

        return IsLocal(context)
            ? null
            : (
                StatusCodes.Status401Unauthorized,
                "without a key (OBSERVATORY__MCP__KEY) only programs of this machine are answered, not what a proxy hands on");
    }

    private static bool IsHere(string? origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.Host is "127.0.0.1" or "localhost" or "[::1]";

    private static bool IsLocal(HttpContext context) =>
        (context.Connection.RemoteIpAddress is null || IPAddress.IsLoopback(context.Connection.RemoteIpAddress))
        && !Array.Exists(Forwarding, context.Request.Headers.ContainsKey);

    private static bool HasKey(HttpContext context, string key)
    {
        const string scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(
                SHA256.HashData(Encoding.UTF8.GetBytes(header[scheme.Length..].Trim())), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}
