using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Tta.DemoWorkers.Hosting;
using Tta.DemoWorkers.LlmGateway.Simulation;

namespace Tta.DemoWorkers.LlmGateway;

/// <summary>
/// <c>GET</c>, <c>PUT</c> and <c>DELETE /faults</c> for all simulated models, and <c>/faults/{name}</c> for a provider's or one model's.
/// </summary>
internal static class FaultsApi
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/faults", (FaultControl control) => control.Current);
        app.MapPut("/faults", (HttpRequest request, FaultControl control, ILogger<FaultControl> logger) => PutAsync(request, null, control, logger))
            .RequireJsonBody();
        app.MapDelete("/faults", (FaultControl control) =>
        {
            control.Reset();
            return TypedResults.NoContent();
        });
        app.MapGet("/faults/{name}", (string name, FaultControl control) =>
            control.ByName.TryGetValue(name, out var faults) ? (IResult)TypedResults.Ok(faults) : Unknown(name));
        app.MapPut("/faults/{name}", (string name, HttpRequest request, FaultControl control, ILogger<FaultControl> logger) =>
            FaultControl.Knows(name) ? PutAsync(request, name, control, logger) : Task.FromResult<IResult>(Unknown(name)))
            .RequireJsonBody();
        app.MapDelete("/faults/{name}", (string name, FaultControl control) =>
            control.Clear(name) ? (IResult)TypedResults.NoContent() : Unknown(name));
    }

    private static async Task<IResult> PutAsync(HttpRequest request, string? name, FaultControl control, ILogger logger)
    {
        FaultChange? change;
        try
        {
            change = await JsonSerializer.DeserializeAsync(request.Body, GatewayJson.Default.FaultChange, request.HttpContext.RequestAborted);
        }
        catch (JsonException exception)
        {
            return Problem(
                "The body cannot be read: expected {\"errorRate\":0.3}, with errorRate, rateLimitRate, latencyScale, answerScale or hangRate. "
                + exception.Message);
        }

        var problem = "The body is empty.";
        var before = name is not null && control.ByName.TryGetValue(name, out var own) ? own : control.Current;
        var faults = change?.Apply(before, out problem) ?? before;
        if (problem is not null)
        {
            return Problem(problem);
        }

        if (name is null)
        {
            control.Current = faults;
        }
        else
        {
            control.Set(name, faults);
        }

        logger.LogInformation("Faults of {Name} changed: {Faults}", name ?? "all models", faults);
        return TypedResults.Ok(faults);
    }

    private static ProblemHttpResult Problem(string text) => TypedResults.Problem(text, statusCode: StatusCodes.Status400BadRequest);

    private static ProblemHttpResult Unknown(string name) => TypedResults.Problem(
        $"There are no faults of '{name[..Math.Min(name.Length, 64)]}'. Providers: {string.Join(", ", ModelCatalog.Providers)}. "
        + $"Models: {string.Join(", ", ModelCatalog.Models.Select(model => model.Id))}.",
        statusCode: StatusCodes.Status404NotFound);
}
