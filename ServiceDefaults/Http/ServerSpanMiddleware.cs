using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Tta.ServiceDefaults.Http;

/// <summary>
/// Completes the bare server activity of ASP.NET Core by the HTTP semantic conventions: the name is the method and the
/// route, and the route, the status code and the error are recorded.
/// </summary>
internal sealed class ServerSpanMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var activity = context.Features.Get<IHttpActivityFeature>()?.Activity;
        if (activity is not { IsAllDataRequested: true })
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        try
        {
            await next(context).ConfigureAwait(false);
            Complete(activity, context, context.Response.StatusCode, null);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            Complete(activity, context, StatusCodes.Status499ClientClosedRequest, null);
            throw;
        }
        catch (Exception exception)
        {
            // The server turns what escapes from here into a 500.
            Complete(activity, context, StatusCodes.Status500InternalServerError, exception);
            throw;
        }
    }

    private static void Complete(Activity activity, HttpContext context, int statusCode, Exception? exception)
    {
        var method = context.Request.Method;
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        if (route is null)
        {
            activity.DisplayName = method;
        }
        else
        {
            route = route.StartsWith('/') ? route : "/" + route;
            activity.DisplayName = $"{method} {route}";
            activity.SetTag("http.route", route);
        }

        activity.SetTag("http.request.method", method);
        activity.SetTag("http.response.status_code", statusCode);
        if (exception is not null)
        {
            activity.AddException(exception);
        }

        if (statusCode >= StatusCodes.Status500InternalServerError)
        {
            activity.SetTag("error.type", exception?.GetType().FullName ?? statusCode.ToString(CultureInfo.InvariantCulture));
            activity.SetStatus(ActivityStatusCode.Error, exception?.Message);
        }
    }
}
