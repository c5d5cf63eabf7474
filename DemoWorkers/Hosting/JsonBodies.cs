using Microsoft.AspNetCore.Mvc;
using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.Hosting;

/// <summary>Bodies that must say that they are JSON: a page of somebody else can send other types without its browser asking first.</summary>
internal static class JsonBodies
{
    /// <summary>Answers another content type with 415.</summary>
    public static RouteHandlerBuilder RequireJsonBody(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (call, next) =>
        call.HttpContext.Request.HasJsonContentType()
            ? await next(call)
            : TypedResults.Json(
                new ProblemDetails { Status = StatusCodes.Status415UnsupportedMediaType, Detail = "The Content-Type must be application/json." },
                ProblemJson.Default.ProblemDetails,
                "application/problem+json",
                StatusCodes.Status415UnsupportedMediaType));
}
