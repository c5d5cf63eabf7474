using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.Report;
using Tta.ServiceDefaults.Spool;
using Instruments = Tta.Primitives.TtaNames.Instruments;
using Labels = Tta.Primitives.TtaNames.Labels;
using Values = Tta.Primitives.TtaNames.Values;

namespace Tta.DemoWorkers.Tests.Documentation;

/// <summary>What a person should know of an instrument beyond what it says itself.</summary>
/// <param name="Instrument">Its name in code.</param>
/// <param name="Meaning">What it counts or measures.</param>
/// <param name="Example">A query over <c>$</c>, which stands for the series.</param>
/// <param name="Notes">What values a label takes.</param>
internal sealed record DocumentedSeries(string Instrument, string Meaning, string Example, params (string Label, string[] Values)[] Notes)
{
    private static readonly (string, string[]) Outcome = (Labels.Status, [Values.Status.Success, Values.Status.Failed]);
    private static readonly (string, string[]) Level = (Labels.Backend, [Values.MemoryBackend, "redis"]);

    /// <summary>Every series that the services emit, section by section.</summary>
    public static IReadOnlyList<(string Section, IReadOnlyList<DocumentedSeries> Series)> Sections { get; } =
    [
        ("Workflows",
        [
            new(Instruments.Workflow.Executions, "workflows that ended", "sum by (status) (increase($[1h]))", Outcome),
            new(Instruments.Workflow.Duration, "how long a workflow took, end to end", "histogram_quantile(0.95, sum by (workflow_name, le) (rate($_bucket[5m])))",
                (Labels.Status, [Values.Status.Success, Values.Status.Failed, Values.Status.Cancelled])),
            new(Instruments.Workflow.Failures, "failed workflows, each once: the step that failed (`primitive_name`) and why", "sum by (workflow_name, primitive_name, cause) (increase($[1h]))",
                (Labels.Cause, [Values.Cause.InvalidInput, Values.Cause.Model, Values.Cause.TimeLimit, Values.Cause.CircuitOpen, Values.Cause.Budget, Values.Cause.Unreachable, Values.Cause.Error])),
            new(Instruments.Workflow.Cost.Dollars, "what the priced calls of workflows that ended cost, with those of the workflows they started", "sum by (workflow_name, agent_type) (increase($[1h]))"),
            new(WorkerNames.WorkflowsNotStarted, "workflows that were due while every slot was taken", "sum(rate($[5m]))"),
            new(Instruments.Agent.Workflows.Active, "workflows running now", "sum($)"),
            new(WorkerNames.LedgerCost, "what workflows that ended cost, as the orchestrator's ledger has it: not what the engine counted, but what it answered", "sum(increase($[1h]))"),
            new(WorkerNames.LedgerInterrupted, "workflows that the orchestrator before had begun and never ended, as the ledger's file said at the start", "sum($)"),
        ]),
        ("Primitives",
        [
            new(Instruments.Primitive.Executions, "executions of primitives", "sum by (primitive_type) (rate($[5m]))",
                (Labels.Status, [Values.Status.Success, Values.Status.Failed, Values.Status.Cancelled])),
            new(Instruments.Execution.Duration, "how long an execution took, with what it contains", "histogram_quantile(0.5, sum by (primitive_type, le) (rate($_bucket[5m])))"),
            new(Instruments.Execution.Own, "how long it took without what it contains: what all primitives of a workflow took adds up to its time, branches in parallel apart", "topk(5, sum by (workflow_name, primitive_name) (rate($_sum[5m])))"),
            new(Instruments.Primitive.Errors, "executions that ended with an error", "sum by (error_type) ($)"),
            new(Instruments.Primitive.Connections, "what called what", "sum by (source_primitive, target_primitive) (increase($[1h]))",
                (Labels.ConnectionType, [Values.Connection.Sequential, Values.Connection.Parallel, Values.Connection.Route, Values.Connection.Fallback, Values.Connection.Remote])),
            new(Instruments.Router.Decisions, "routes chosen", "sum by (route_selected) (increase($[1h]))"),
            new(Instruments.Retry.Attempts, "attempts after the first", "sum by (primitive_name) (rate($[5m]))",
                (Labels.Outcome, [Values.Status.Success, Values.Status.Failed, Values.Status.Cancelled])),
            new(Instruments.Fallback.Activations, "times a fallback had to take over", "sum by (primitive_name) (increase($[1h]))"),
            new(Instruments.Race.Wins, "races that had a winner, by the runner whose answer was taken", "sum by (primitive_name, winner) (increase($[1h]))"),
            new(Instruments.Race.Lost.Dollars, "what the other runners had spent, as far as it is known: part of what models cost", "sum by (primitive_name) (increase($[1d]))"),
            new(Instruments.Budget.Decisions, "executions that budgets refused or degraded once they were spent; `forgotten` are budgets that went because there were too many", "sum by (primitive_name, decision, limit) (increase($[1h]))",
                (Labels.Decision, [Values.BudgetDecision.Refused, Values.BudgetDecision.Degraded, Values.BudgetDecision.Forgotten]),
                (Labels.Limit, [Values.BudgetLimit.Tokens, Values.BudgetLimit.Dollars, Values.BudgetLimit.Calls, Values.BudgetLimit.Time, Values.Unknown])),
            new(Instruments.Timeouts, "executions that passed their time limit: cut off, late, or not started", "sum(increase($[1h]))"),
            new(Instruments.CircuitBreaker.State, "0 closed, 1 half-open, 2 open", "max by (primitive_name) ($)"),
            new(Instruments.Adaptive.Strategies.Created, "strategies learned", "sum by (primitive_name) ($)"),
            new(Instruments.Adaptive.Strategy.SuccessRate, "share of a strategy's executions that succeeded; `baseline` is the configured way", "min by (context) ($)"),
            new(Instruments.Adaptive.CircuitBreaker.Activations, "returns to the baseline because a strategy failed too often", "sum(increase($[1h]))"),
            new(Instruments.Adaptive.Learning.Effectiveness, "what learning gained over the baseline, −1 to 1", "avg by (primitive_name) ($)"),
        ]),
        ("Models",
        [
            new(Instruments.Llm.Tokens, "tokens used", "sum by (model) (increase($[1h]))", (Labels.Type, [Values.Token.Prompt, Values.Token.Completion])),
            new(Instruments.Llm.Cost.Dollars, "what priced calls cost; a model without a price has no series", "sum by (workflow_name) (increase($[1d]))"),
            new(Instruments.Llm.Unpriced.Calls, "calls of unknown cost: the model has no price, or no usage was reported", "sum by (provider, model) (increase($[1h]))"),
            new(Instruments.Llm.Unpriced.Tokens, "the tokens of those calls: what remains of `tta_llm_tokens_total` is priced", "sum by (model) (increase($[1h]))", (Labels.Type, [Values.Token.Prompt, Values.Token.Completion])),
            new(Instruments.Llm.Calls.Active, "model calls that wait for their answer", "sum by (provider) ($)"),
            new(Instruments.Llm.Latency, "how long a model call took; `failed` is also one that a limit cut off, `cancelled` one that nobody waited for any more", "histogram_quantile(0.95, sum by (provider, model, le) (rate($_bucket[5m])))",
                (Labels.Status, [Values.Status.Success, Values.Status.Failed, Values.Status.Cancelled])),
            new(Instruments.Llm.Health.Up, "1 when the model's last call succeeded, 0 when it failed; see `tta:model_up`", "min by (provider, model) ($)"),
            new(Instruments.Llm.Bad.Answers, "answers that do not have the shape that was asked for: no JSON, JSON of another shape, cut off, refused", "sum by (model, reason) (increase($[1h]))",
                (Labels.Reason, [Values.BadAnswer.Json, Values.BadAnswer.Shape, Values.BadAnswer.Length, Values.BadAnswer.Refused])),
            new(Instruments.Tool.Duration, "how long a call of a tool took that a model asked for; one that failed fails no workflow, the model is told", "sum by (tool_name, status) (rate($_count[5m]))",
                (Labels.Status, [Values.Status.Success, Values.Status.Failed, Values.Status.Cancelled])),
            new(Instruments.GenAi.Client.Token.Usage, "tokens per call, as OpenTelemetry's GenAI conventions say", "sum(rate($_sum[5m]))",
                ("gen_ai.token.type", [Values.Token.Input, Values.Token.Output])),
            new(Instruments.GenAi.Client.Operation.Duration, "duration of a call, as the conventions say: the answering model on success, the error's type on failure", "sum(rate($_count[5m]))"),
            new(Instruments.GenAi.Client.Operation.TimeToFirstChunk, "of streamed calls: time until the first chunk came", "histogram_quantile(0.95, sum by (gen_ai_request_model, le) (rate($_bucket[5m])))"),
            new(Instruments.GenAi.Client.Operation.TimePerOutputChunk, "of streamed calls: time from one chunk to the next, with what the reader did meanwhile", "sum by (gen_ai_request_model) (rate($_count[5m]))"),
            new(WorkerNames.GatewayRequests, "chat completions that the gateway was asked for; 499 is a caller that did not wait", "sum by (status) (rate($[5m]))",
                ("status", ["200", "429", "499", "500", "503", "…"])),
        ]),
        ("Caches",
        [
            new(Instruments.Cache.Operations, "look-ups and evictions, per level; `coalesced` shared the execution of another caller's miss", "sum by (backend, operation) (rate($[5m]))", Level,
                (Labels.Operation, [Values.CacheOperation.Hit, Values.CacheOperation.Miss, Values.CacheOperation.Coalesced, Values.CacheOperation.Eviction, Values.CacheOperation.Error])),
            new(Instruments.Cache.Savings.Dollars, "what the priced calls that hits saved would have cost: at least this much was saved", "sum(increase($[1d]))"),
            new(Instruments.Cache.Unpriced.Hits, "hits that saved calls without a price, so that their savings are not known, or only in part", "sum by (cache_name) (increase($[1h]))"),
            new(Instruments.Cache.Size, "size of the entries held", "sum by (cache_name) ($)", (Labels.Backend, [Values.MemoryBackend])),
            new(Instruments.Cache.Entries, "entries held", "sum by (cache_name) ($)", (Labels.Backend, [Values.MemoryBackend])),
            new(WorkerNames.CacheBackendHealthUp, "1 while the backend answers, else 0", "min by (backend) ($)"),
            new(WorkerNames.CacheConnectionsActive, "clients connected to the backend", "$"),
            new(WorkerNames.CacheMemory, "memory the backend uses", "$"),
            new(WorkerNames.CacheEvictions, "entries the backend evicted", "rate($[5m])"),
        ]),
        ("Telemetry",
        [
            new(SpoolMetrics.LostName,
                "spans that a service gave up: no room on its disk or on that of a service that has the rest of the trace, refused for good, or no longer readable",
                "sum by (job, reason) (increase($[1h]))",
                ("reason", [SpoolMetrics.Full, SpoolMetrics.Refused, SpoolMetrics.Unreadable])),
            new(SpoolMetrics.LostTracesName, "traces that went whole for want of room, counted by the service that made their root", "sum(increase($[1h]))"),
            new(SpoolMetrics.WaitingName, "spans that wait on a service's disk for the collector", "sum by (job) ($)"),
        ]),
    ];

    /// <summary>The batch job's gauges, which no instrument stands for.</summary>
    public static IEnumerable<(string Series, string Meaning)> Report => ReportMetrics.Names;

    /// <summary>The labels as the names class has them.</summary>
    public IReadOnlyList<string> LabelKeys => Instrument switch
    {
        WorkerNames.GatewayRequests => WorkerNames.GatewayLabels,
        WorkerNames.WorkflowsNotStarted => WorkerNames.NotStartedLabels,
        SpoolMetrics.LostName => SpoolMetrics.LostLabels,
        SpoolMetrics.LostTracesName => [],
        SpoolMetrics.WaitingName => SpoolMetrics.WaitingLabels,
        WorkerNames.LedgerCost or WorkerNames.LedgerInterrupted => WorkerNames.LedgerLabels,
        WorkerNames.CacheBackendHealthUp or WorkerNames.CacheConnectionsActive or WorkerNames.CacheMemory or WorkerNames.CacheEvictions => WorkerNames.BackendLabels,
        _ => Labels.Of(Instrument),
    };
}
