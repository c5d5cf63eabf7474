using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.WorkflowEngine.Models;
using Tta.DemoWorkers.WorkflowEngine.Wire;
using Tta.DemoWorkers.WorkflowEngine.Workflows;
using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine;

/// <summary>Answers <c>POST /workflows/{kind}</c> with the result and, whatever happens, with what was used.</summary>
internal sealed partial class WorkflowEndpoint(WorkflowCatalog catalog, ILogger<WorkflowEndpoint> logger)
{
    private const string OtherAgents = "other";
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(25);

    public async Task RunAsync(HttpContext http)
    {
        var kind = (string)http.GetRouteValue("kind")!;
        if (catalog.Find(kind) is not { } workflow)
        {
            await ProblemAsync(http, StatusCodes.Status404NotFound, "Unknown workflow",
                $"There is no such workflow. Kinds: {string.Join(", ", WorkflowCatalog.Kinds)}.", UsageReport.None);
            return;
        }

        if (!http.Request.HasJsonContentType())
        {
            await ProblemAsync(http, StatusCodes.Status415UnsupportedMediaType, "Unsupported content type",
                "The Content-Type must be application/json.", UsageReport.None);
            return;
        }

        if (await ReadPromptAsync(http.Request) is not { } prompt)
        {
            await ProblemAsync(http, StatusCodes.Status400BadRequest, "Unreadable request",
                "The body must be JSON with the text 'prompt'.", UsageReport.None);
            return;
        }

        await RunAsync(http, workflow, prompt, ContextOf(kind));
    }

    /// <summary>
    /// The caller's context. Names that become metric labels are taken from it only when they are the demo's own: anybody can send anything, and
    /// every new value would be a new series. Ids show in traces alone and may be what they are.
    /// </summary>
    private static WorkflowContext ContextOf(string kind)
    {
        var sent = WorkflowContext.FromCurrentActivity();
        if (sent.WorkflowName == kind && sent.AgentType is { } agentType && AgentKind.Types.Contains(agentType))
        {
            return sent;
        }

        return new WorkflowContext(kind)
        {
            WorkflowId = sent.WorkflowId,
            CorrelationId = sent.CorrelationId,
            SessionId = sent.SessionId,
            AgentId = sent.AgentId,
            AgentType = sent.AgentType is null ? null : OtherAgents,
            Deadline = sent.Deadline,
        };
    }

    private async Task RunAsync(HttpContext http, Workflow<string, string> workflow, string prompt, WorkflowContext context)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        limit.CancelAfter(TimeLimit);
        string output;
        try
        {
            output = await workflow.Primitive.ExecuteAsync(prompt, context, limit.Token);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
            return;
        }
        catch (Exception exception)
        {
            var (status, title, detail) = Describe(exception);
            LogFailed(logger, workflow.Name, status, exception.GetType().Name);
            if (exception is BudgetExceededException { RetryAfter: { } wait })
            {
                http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            await ProblemAsync(http, status, title, detail, UsageReport.From(context.Usage), exception);
            return;
        }

        var answer = new WorkflowAnswer(context.WorkflowId, workflow.Name, output, UsageReport.From(context.Usage));
        await WriteAsync(http, StatusCodes.Status200OK, answer, EngineJson.Default.WorkflowAnswer, "application/json");
    }

    private static async Task<string?> ReadPromptAsync(HttpRequest request)
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync(request.Body, EngineJson.Default.WorkflowRequest, request.HttpContext.RequestAborted);
            return body?.Prompt;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (int Status, string Title, string Detail) Describe(Exception exception) => exception switch
    {
        WorkflowValidationException => (StatusCodes.Status422UnprocessableEntity, "Invalid request", exception.Message),
        BudgetExceededException => (StatusCodes.Status429TooManyRequests, "Budget spent", exception.Message),
        ModelCallException or AllFallbacksFailedException => (StatusCodes.Status502BadGateway, "Model call failed", exception.Message),
        OperationCanceledException => (StatusCodes.Status504GatewayTimeout, "Time limit exceeded",
            $"The workflow was stopped after {TimeLimit.TotalSeconds} s."),
        _ => (StatusCodes.Status500InternalServerError, "Workflow failed", "The workflow failed; its trace says where."),
    };

    private static Task ProblemAsync(
        HttpContext http, int status, string title, string detail, UsageReport usage, Exception? exception = null)
    {
        FailureOrigin? origin = exception is null ? null : FailureOrigin.Of(exception);
        var problem = new WorkflowProblem(
            "about:blank", title, status, detail, exception?.GetType().Name, (exception as WorkflowValidationException)?.Violations, usage,
            origin?.PrimitiveName, origin?.Cause);
        return WriteAsync(http, status, problem, EngineJson.Default.WorkflowProblem, "application/problem+json");
    }

    private static Task WriteAsync<T>(HttpContext http, int status, T body, JsonTypeInfo<T> type, string contentType)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(body, type, contentType, http.RequestAborted);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Workflow {Workflow} failed with status {Status}: {ErrorType}")]
    private static partial void LogFailed(ILogger logger, string workflow, int status, string errorType);
}
