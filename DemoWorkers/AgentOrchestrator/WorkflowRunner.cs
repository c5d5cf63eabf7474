using System.Text.Json;
using Tta.DemoWorkers.AgentOrchestrator.Ledger;
using Tta.DemoWorkers.AgentOrchestrator.Traffic;
using Tta.DemoWorkers.WorkflowEngine.Wire;
using Tta.Primitives;

namespace Tta.DemoWorkers.AgentOrchestrator;

/// <summary>Runs one workflow: enters it in the ledger, opens its root span, calls the engine, and enters the outcome.</summary>
internal sealed partial class WorkflowRunner(HttpClient engine, WorkflowLedger ledger, TimeProvider time, ILogger<WorkflowRunner> logger)
{
    private const string SpanName = "demo.workflow_execution";
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(25);

    /// <summary>Enters the workflow in the ledger; <see cref="RunAsync"/> enters its end.</summary>
    public WorkflowContext Begin(PlannedWorkflow workflow)
    {
        var now = time.GetUtcNow();
        var context = new WorkflowContext(workflow.Entry.Kind)
        {
            AgentId = workflow.AgentId,
            AgentType = workflow.Agent.AgentType,
            SessionId = workflow.SessionId,
            Deadline = now + TimeLimit,
        };
        ledger.Started(Entry(workflow, context, now, LedgerStatus.Started, usage: null));
        return context;
    }

    /// <summary>Never throws.</summary>
    public async Task RunAsync(PlannedWorkflow workflow, WorkflowContext context, CancellationToken cancellationToken)
    {
        var kind = workflow.Entry.Kind;
        using var execution = WorkflowExecution.Start(
            context, new WorkflowExecutionOptions { SpanName = SpanName, WorkflowType = workflow.Agent.WorkflowType });
        UsageReport? usage = null;
        Exception? failure = null;
        try
        {
            usage = await CallAsync(workflow, cancellationToken);
        }
        catch (WorkflowFailedException exception)
        {
            usage = exception.Usage;
            failure = exception;
        }
        catch (Exception exception)
        {
            // Nothing that happens to one workflow may stop the others.
            failure = new EngineUnavailableException(kind, exception);
        }

        if (usage is not null)
        {
            // The engine's calls are this workflow's: its cost is counted where it ends.
            context.Usage.Add(usage.ToSnapshot());
        }

        if (failure is null)
        {
            execution.Succeed();
        }
        else
        {
            // Before its span ends, so that the record belongs to the trace.
            LogFailed(logger, failure.Message, kind, context.WorkflowId);

            // Without the token, since a workflow that is cancelled at shutdown has failed for whoever asked for it.
            execution.Fail(failure, CancellationToken.None);
        }

        ledger.Ended(Entry(workflow, context, time.GetUtcNow(), failure is null ? LedgerStatus.Success : LedgerStatus.Failed, usage));
    }

    private static LedgerEntry Entry(PlannedWorkflow workflow, WorkflowContext context, DateTimeOffset now, string status, UsageReport? usage) =>
        new(now, workflow.Sequence, context.WorkflowId, workflow.Entry.Kind, workflow.Agent.AgentType, status, usage);

    /// <exception cref="WorkflowFailedException">The engine answered that the workflow failed.</exception>
    private async Task<UsageReport?> CallAsync(PlannedWorkflow workflow, CancellationToken cancellationToken)
    {
        var kind = workflow.Entry.Kind;
        using var response = await engine.PostAsJsonAsync(
            new Uri("workflows/" + Uri.EscapeDataString(kind), UriKind.Relative),
            new WorkflowRequest(workflow.Entry.Prompt), EngineJson.Default.WorkflowRequest, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            var answer = await response.Content.ReadFromJsonAsync(EngineJson.Default.WorkflowAnswer, cancellationToken);
            return answer?.Usage;
        }

        var problem = await ReadProblemAsync(response, cancellationToken);
        throw WorkflowFailedException.From(kind, (int)response.StatusCode, problem);
    }

    private static async Task<WorkflowProblem?> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(EngineJson.Default.WorkflowProblem, cancellationToken);
        }
        catch (JsonException)
        {
            // Something between us and the engine answered.
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason} ({WorkflowName} {WorkflowId})")]
    private static partial void LogFailed(ILogger logger, string reason, string workflowName, string workflowId);
}
