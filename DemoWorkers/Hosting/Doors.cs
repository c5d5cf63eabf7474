using System.Net;
using Microsoft.AspNetCore.Mvc;
using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.Hosting;

/// <summary>
/// What a service asks of every request but a probe's, so that a web page of somebody else cannot use the reader's browser to reach it: a
/// name of its own as Host, no foreign Origin, and JSON said to be JSON. What docs/security.md says of the services' doors is this.
/// </summary>
internal static class Doors
{
    /// <summary>
    /// Further names that the service is reached by, separated by semicolons; <c>*</c> allows every name. Not the framework's
    /// <c>AllowedHosts</c>, whose names would be the only ones, for probes too.
    /// </summary>
    private const string AllowedHosts = $"{DemoSettings.Section}:AllowedHosts";

    private static readonly string[] Probes = ["/health", "/alive"];

    /// <summary>Guards everything mapped after it, and answers a body that is too large or broken as what it is.</summary>
    /// <param name="app">The service.</param>
    /// <param name="serviceName">The name by which the other services reach it.</param>
    public static void UseDoors(this WebApplication app, string serviceName)
    {
        string[] names =
        [
            serviceName, "localhost",
            .. (app.Configuration[AllowedHosts] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        ];
        app.Use(async (context, next) =>
        {
            if (!Probes.Contains(context.Request.Path.Value) && Refusal(context.Request, names) is var (status, detail))
            {
                await ProblemAsync(context.Response, status, detail);
                return;
            }

            context.Response.Headers.XContentTypeOptions = "nosniff";
            try
            {
                await next(context);
            }
            catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
            {
                // Too large, or cut off: the sender's doing, which the server would log as a fault of ours.
                await ProblemAsync(context.Response, exception.StatusCode, exception.Message);
            }
        });
    }

    private static (int Status, string Detail)? Refusal(HttpRequest request, string[] names)
    {
        if (!IsKnown(request.Host.Host, names))
        {
            return (StatusCodes.Status400BadRequest, "The Host is no name of this service. Set Demo__AllowedHosts to names that it shall have.");
        }

        if (request.Headers.Origin is [{ } origin, ..]
            && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
        {
            return (StatusCodes.Status403Forbidden, "Pages of another origin may not ask this service.");
        }

        return null;
    }

    /// <summary>
    /// An address cannot be a name that somebody has pointed here, and neither can what ends in .localhost: browsers resolve that
    /// themselves.
    /// </summary>
    private static bool IsKnown(string host, string[] names) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || names.Any(name => name == "*" || string.Equals(name, host, StringComparison.OrdinalIgnoreCase));

    private static Task ProblemAsync(HttpResponse response, int status, string detail)
    {
        response.StatusCode = status;
        return response.WriteAsJsonAsync(
            new ProblemDetails { Status = status, Detail = detail }, ProblemJson.Default.ProblemDetails, "application/problem+json");
    }
}
