using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.Hosting;

namespace Tta.DemoWorkers.WorkflowEngine.Faults;

/// <summary><c>GET</c> and <c>DELETE /faults</c>; <c>PUT</c> and <c>DELETE /faults/{step}</c>, by the step's name in the metrics.</summary>
internal static class StepFaultsApi
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/faults", (StepFaults faults) => TypedResults.Json(faults.Faults, StepFaultsJson.Default.IReadOnlyDictionaryStringStepFault));
        app.MapDelete("/faults", (StepFaults faults) =>
        {
            faults.Clear();
            return TypedResults.NoContent();
        });
        app.MapPut("/faults/{step}", PutAsync).RequireJsonBody();
        app.MapDelete("/faults/{step}", (string step, StepFaults faults) =>
            faults.Clear(step) ? (IResult)TypedResults.NoContent() : Unknown(step, faults.Faults.Keys));
    }

    private static async Task<IResult> PutAsync(string step, HttpRequest request, StepFaults faults, ILogger<StepFaults> logger)
    {
        if (!faults.Steps.TryGetValue(step, out var kind))
        {
            return Unknown(step, faults.Steps.Keys);
        }

        StepFaultChange? change;
        try
        {
            change = await JsonSerializer.DeserializeAsync(request.Body, StepFaultsJson.Default.StepFaultChange, request.HttpContext.RequestAborted);
        }
        catch (JsonException exception)
        {
            return Problem("The body cannot be read: expected {\"errorRate\":0.3}, with errorRate, delaySeconds or missRate. " + exception.Message);
        }

        var problem = "The body is empty.";
        var fault = change?.Apply(faults.Of(step), kind, out problem) ?? faults.Of(step);
        if (problem is not null)
        {
            return Problem(problem);
        }

        faults.Set(step, fault);
        logger.LogInformation("The fault of {Step} changed: {Fault}", step, fault);
        return TypedResults.Json(fault, StepFaultsJson.Default.StepFault);
    }

    private static JsonHttpResult<ProblemDetails> Problem(string text, int status = StatusCodes.Status400BadRequest) =>
        TypedResults.Json(
            new ProblemDetails { Status = status, Detail = text },
            ProblemJson.Default.ProblemDetails, "application/problem+json", status);

    private static JsonHttpResult<ProblemDetails> Unknown(string step, IEnumerable<string> known) => Problem(
        $"There is no '{step[..Math.Min(step.Length, 64)]}' among: {string.Join(", ", known.Order(StringComparer.Ordinal))}.",
        StatusCodes.Status404NotFound);
}
