using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tta.DemoWorkers.AgentOrchestrator.Ledger;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.Hosting;

namespace Tta.DemoWorkers.AgentOrchestrator.Traffic;

/// <summary><c>GET</c>, <c>PUT</c> and <c>DELETE /traffic</c>: how many workflows start each second; <c>POST /traffic/pause</c> and <c>/resume</c>.</summary>
internal static class TrafficApi
{
    private const double Least = 0.001;
    private const double Most = 1000;

    public static void Map(WebApplication app)
    {
        app.MapGet("/traffic", (TrafficRate rate) => Answer(rate));
        app.MapPut("/traffic", PutAsync).RequireJsonBody();
        app.MapDelete("/traffic", (TrafficRate rate) =>
        {
            rate.Reset();
            return Answer(rate);
        });
        app.MapPost("/traffic/pause", (TrafficGate gate, WorkflowLedger ledger) =>
        {
            gate.Pause();
            return TypedResults.Json(ledger.Report(gate.IsPaused), LedgerJson.Default.LedgerReport);
        });
        app.MapPost("/traffic/resume", (TrafficGate gate, WorkflowLedger ledger) =>
        {
            gate.Resume();
            return TypedResults.Json(ledger.Report(gate.IsPaused), LedgerJson.Default.LedgerReport);
        });
    }

    private static async Task<IResult> PutAsync(HttpRequest request, TrafficRate rate, ILogger<TrafficRate> logger)
    {
        TrafficChange? change;
        try
        {
            change = await JsonSerializer.DeserializeAsync(request.Body, TrafficJson.Default.TrafficChange, request.HttpContext.RequestAborted);
        }
        catch (JsonException exception)
        {
            return Problem("The body cannot be read: expected {\"workflowsPerSecond\":10}. " + exception.Message);
        }

        if (change?.WorkflowsPerSecond is not { } perSecond || perSecond is not (>= Least and <= Most))
        {
            var said = change?.WorkflowsPerSecond?.ToString(CultureInfo.InvariantCulture) ?? "missing";
            return Problem(string.Create(CultureInfo.InvariantCulture, $"workflowsPerSecond is {said}: expected a number from {Least} to {Most}."));
        }

        rate.PerSecond = perSecond;
        logger.LogInformation("Traffic changed: {PerSecond} workflows per second", perSecond);
        return Answer(rate);
    }

    private static JsonHttpResult<TrafficChange> Answer(TrafficRate rate) => TypedResults.Json(new TrafficChange(rate.PerSecond), TrafficJson.Default.TrafficChange);

    private static JsonHttpResult<ProblemDetails> Problem(string text) => TypedResults.Json(
        new ProblemDetails { Status = StatusCodes.Status400BadRequest, Detail = text },
        ProblemJson.Default.ProblemDetails, "application/problem+json", StatusCodes.Status400BadRequest);
}
