using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>Each failed workflow is counted once, by the step and the cause that ended it.</summary>
public sealed class FailureOriginTests
{
    [Fact]
    public async Task It_is_the_step_that_threw_and_not_what_the_exception_passed()
    {
        WorkflowPrimitive<int, int> workflow = new RetryPrimitive<int, int>(
            Make.Add(1) >> Make.Throws("no", "shaky"), new RetryOptions { MaxRetries = 2, BaseDelay = TimeSpan.Zero });
        Assert.Equal(("shaky", "error"), await FailureOf(workflow));
    }

    [Fact]
    public async Task A_broken_rule_is_the_callers_error() => Assert.Equal(
        ("check", "invalid_input"),
        await FailureOf(new ValidationPrimitive<int>([new("positive", i => i > 1, "Too small.")], "check") >> Make.Add(1)));

    [Fact]
    public async Task A_model_that_fails_is_named_by_its_step() => Assert.Equal(
        ("draft", "model"),
        await FailureOf(new LambdaPrimitive<int, string>("text", i => $"{i}") >> new LlmPrimitive(
            new ScriptedChatClient((_, _) => throw new HttpRequestException("down")),
            new LlmOptions { Name = "draft", Provider = "p", Model = "m" })));

    [Fact]
    public async Task When_all_fallbacks_failed_it_is_the_last_ones() => Assert.Equal(
        ("second", "error"), await FailureOf(new FallbackPrimitive<int, int>(Make.Throws(), [Make.Throws("no", "second")])));

    [Fact]
    public async Task A_limit_is_the_limits() => Assert.Equal(
        ("patience", "time_limit"),
        await FailureOf(new TimeoutPrimitive<int, int>(
            Make.Hangs(), new TimeoutOptions { Name = "patience", TimeProvider = new ManualTime(jumpToTimers: true) })));

    [Fact]
    public async Task A_budget_that_is_spent_is_the_budgets() => Assert.Equal(
        ("purse", "budget"),
        await CountedAsync(async (context, stop) =>
        {
            var spender = new LambdaPrimitive<int, int>("spender", (i, inside) =>
            {
                inside.Usage.AddCall("p", "m", 1, 1, 1m);
                return i;
            });
            var purse = new BudgetPrimitive<int, int>(spender, new BudgetOptions { Name = "purse", MaxCalls = 1 });
            return await (purse >> purse).ExecuteAsync(1, context, stop);
        }));

    [Fact]
    public async Task What_no_primitive_has_seen_is_unknown()
    {
        Assert.Equal(("unknown", "unreachable"), await FailureOf(() => throw new HttpRequestException("down")));
        Assert.Equal(("unknown", "error"), await FailureOf(() => throw new InvalidOperationException("no")));
    }

    [Fact]
    public async Task Another_processes_failure_says_itself_where_it_came_from() =>
        Assert.Equal(("draft", "model"), await FailureOf(() => throw new RemoteException()));

    [Fact]
    public void An_execution_without_a_verdict_failed_for_an_unknown_reason()
    {
        using var telemetry = new Telemetry(spans: false);
        using (WorkflowExecution.Start(new WorkflowContext("w")))
        {
            // Nothing is said of how it went.
        }

        Assert.Equal(1, telemetry.Sum("tta.workflow.failures", ("workflow_name", "w"), ("primitive_name", "unknown"), ("cause", "error")));
    }

    [Fact]
    public async Task Success_is_no_failure_and_its_duration_says_so()
    {
        using var telemetry = new Telemetry(spans: false);
        await WorkflowExecution.RunAsync(new WorkflowContext("w"), (c, stop) => Make.Add(1).ExecuteAsync(1, c, stop));
        await Assert.ThrowsAnyAsync<Exception>(() =>
            WorkflowExecution.RunAsync(new WorkflowContext("w"), (c, stop) => Make.Throws().ExecuteAsync(1, c, stop)));

        Assert.Single(telemetry.Of("tta.workflow.failures"));
        Assert.Single(telemetry.Of("tta.workflow.duration", ("status", "success")));
        Assert.Single(telemetry.Of("tta.workflow.duration", ("status", "failed")));
    }

    [Fact]
    public void What_a_workflow_spent_is_counted_for_it_and_its_kind_of_agent()
    {
        using var telemetry = new Telemetry(spans: false);
        var context = new WorkflowContext("w") { AgentType = "writer" };
        context.Usage.AddCall("p", "m", 1, 1, 5m);
        using (var execution = WorkflowExecution.Start(context))
        {
            context.Usage.AddCall("p", "m", 1, 1, 0.25m);
            context.Usage.AddCall("p", "free", 1, 1, null);
            execution.Succeed();
        }

        using (var execution = WorkflowExecution.Start(new WorkflowContext("nothing known")))
        {
            execution.Context.Usage.AddCall("p", "free", 1, 1, null);
            execution.Succeed();
        }

        Telemetry.Measurement cost = Assert.Single(telemetry.Of("tta.workflow.cost.dollars"));
        Assert.Equal((0.25, "w", "writer"), (cost.Value, cost.Labels["workflow_name"], cost.Labels["agent_type"]));
    }

    private static Task<(string Step, string Cause)> FailureOf<TOut>(WorkflowPrimitive<int, TOut> workflow) =>
        CountedAsync((c, stop) => workflow.ExecuteAsync(1, c, stop));

    private static Task<(string Step, string Cause)> FailureOf(Action fails) => CountedAsync<int>((_, _) =>
    {
        fails();
        return default;
    });

    private static async Task<(string Step, string Cause)> CountedAsync<TOut>(Func<WorkflowContext, CancellationToken, ValueTask<TOut>> workflow)
    {
        using var telemetry = new Telemetry(spans: false);
        await Assert.ThrowsAnyAsync<Exception>(() => WorkflowExecution.RunAsync(new WorkflowContext("w"), workflow));
        Telemetry.Measurement failure = Assert.Single(telemetry.Of("tta.workflow.failures"));
        Assert.Equal((1.0, "w"), (failure.Value, failure.Labels["workflow_name"]));
        return ((string)failure.Labels["primitive_name"]!, (string)failure.Labels["cause"]!);
    }

    private sealed class RemoteException : Exception, IWorkflowFailure
    {
        public FailureOrigin Origin => new("draft", TtaNames.Values.Cause.Model);
    }
}
