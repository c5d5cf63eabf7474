using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.LlmGateway.Providers;
using Tta.DemoWorkers.LlmGateway.Simulation;
using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.LlmGateway;

/// <summary>Answers <c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatEndpoint(
    ModelRouter router, RealProvider real, FaultControl faults, IOptions<DemoSettings> settings, TimeProvider time)
{
    private static readonly Counter<long> Requests = WorkerTelemetry.Meter.CreateCounter<long>(
        WorkerNames.GatewayRequests, "{request}", "Chat completions by provider, model and status code.");

    private const int ClientClosedRequest = 499;
    private readonly OccurrenceCounter _occurrences = new();
    private readonly CallCounter _calls = new();
    private readonly ChatStream _stream = new(time);

    public async Task AnswerAsync(HttpContext context)
    {
        ModelRoute? route = null;
        int? status = null;
        try
        {
            var body = await ReadBodyAsync(context.Request);
            var request = ChatRequest.Parse(body);
            route = router.Find(request.Model);
            Describe(route);
            if (route.Real is { } provider)
            {
                await real.ForwardAsync(provider, route.Model, body, context.Response, context.RequestAborted);
            }
            else
            {
                await SimulateAsync(route.Simulated!, request, context);
            }
        }
        catch (ApiErrorException exception)
        {
            await WriteErrorAsync(context.Response, exception);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller's time limit passed, or it has read enough. Nobody reads the rest of the answer, but the call was made.
            status = ClientClosedRequest;
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = ClientClosedRequest;
            }
        }

        Requests.Add(
            1,
            new(WorkerNames.GatewayLabels[0], route?.Provider ?? "none"),
            new(WorkerNames.GatewayLabels[1], Label(route)),
            new(WorkerNames.GatewayLabels[2], status ?? context.Response.StatusCode));
    }

    private async Task SimulateAsync(ModelProfile profile, ChatRequest request, HttpContext context)
    {
        var key = SimulatedModel.KeyOf(profile, request, settings.Value.Seed);
        var own = faults.Of(profile);
        var current = profile.Spells?.Apply(own, _calls.Next(profile)) ?? own;
        var outcome = SimulatedModel.Play(profile, request, key, _occurrences.Next(key), current);
        if (request.Stream && outcome.Answer is not null)
        {
            await _stream.WriteAsync(context.Response, profile.Id, outcome, request.IncludeUsage, context.RequestAborted);
            return;
        }

        await Task.Delay(outcome.Hangs ? Timeout.InfiniteTimeSpan : outcome.Latency, time, context.RequestAborted);
        if (outcome.Error is { } error)
        {
            throw error;
        }

        var answer = outcome.Answer!;
        var completion = new ChatCompletion(
            answer.Id, "chat.completion", time.GetUtcNow().ToUnixTimeSeconds(), profile.Id,
            [new Choice(0, MessageOf(answer), answer.FinishReason)], answer.Usage, "simulated");
        await context.Response.WriteAsJsonAsync(completion, WireJson.Default.ChatCompletion, cancellationToken: context.RequestAborted);
    }

    private static AnswerMessage MessageOf(SimulatedAnswer answer) => answer.ToolCalls.Count == 0
        ? new AnswerMessage("assistant", answer.Text)
        : new AnswerMessage(
            "assistant", null, [.. answer.ToolCalls.Select(call => new ToolCall(null, call.Id, "function", new ToolCallFunction(call.Name, call.Arguments)))]);

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new ApiErrorException(StatusCodes.Status415UnsupportedMediaType, new ApiError(
                "The Content-Type must be application/json.", "invalid_request_error", null, "unsupported_media_type"));
        }

        using var body = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException exception)
        {
            throw new ApiErrorException(
                exception.StatusCode, new ApiError(exception.Message, "invalid_request_error", null, "unreadable_body"));
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static Task WriteErrorAsync(HttpResponse response, ApiErrorException exception)
    {
        response.StatusCode = exception.StatusCode;
        if (exception.RetryAfter is { } wait)
        {
            // The standard header knows whole seconds only; the other one is what OpenAI adds for clients that can do better.
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            response.Headers["retry-after-ms"] = wait.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        }

        return response.WriteAsJsonAsync(new ApiErrorBody(exception.Error), WireJson.Default.ApiErrorBody);
    }

    private static void Describe(ModelRoute route) => Activity.Current?
        .SetTag("gen_ai.provider.name", route.Provider)
        .SetTag("gen_ai.request.model", route.Model)
        .SetTag("tta.gateway.simulated", route.Real is null);

    /// <summary>A label is one of few values: models that only a real provider knows share one.</summary>
    private static string Label(ModelRoute? route) => route is null ? "none" : route.Simulated?.Id ?? "other";
}
