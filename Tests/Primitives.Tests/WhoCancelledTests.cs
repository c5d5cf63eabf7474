using System.Diagnostics;
using Microsoft.Extensions.AI;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>What a limit cut off is an observation; what its caller gave up is none. Tokens tell them apart, not exceptions.</summary>
public sealed class WhoCancelledTests
{
    private readonly ManualTime _time = new();

    /// <summary>The ways in which a callee answers to being cancelled.</summary>
    public static TheoryData<bool> InItsOwnWay => [false, true];

    /// <summary>Hangs until it is cancelled, and then throws what it likes.</summary>
    private static LambdaPrimitive<int, int> Hangs(TaskCompletionSource started, bool itsOwn, string name = "hangs") => new(
        name,
        async (_, cancellationToken) =>
        {
            started.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return 0;
            }
            catch (OperationCanceledException) when (itsOwn)
            {
                throw new HttpRequestException("The connection was closed.");
            }
        });

    private static LlmPrimitive Model(TaskCompletionSource started, bool itsOwn = false) => new(
        new HangingChatClient(started, itsOwn), new LlmOptions { Provider = "p", Model = "m" });

    private TimeoutPrimitive<TIn, TOut> Limit<TIn, TOut>(WorkflowPrimitive<TIn, TOut> inner, WorkflowPrimitive<TIn, TOut>? fallback = null) =>
        new(inner, new TimeoutOptions { Name = "limit", Limit = TimeSpan.FromSeconds(5), TimeProvider = _time }, fallback);

    /// <summary>Runs until the limit has passed.</summary>
    private async Task CutOff<TIn, TOut>(WorkflowPrimitive<TIn, TOut> primitive, TIn input, TaskCompletionSource started)
    {
        Task<TOut> run = primitive.ExecuteAsync(input, Make.Context()).AsTask();
        await started.Task;
        _time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<WorkflowTimeoutException>(() => run);
    }

    /// <summary>Runs until the caller has gone.</summary>
    private static async Task GiveUp<TIn, TOut>(WorkflowPrimitive<TIn, TOut> primitive, TIn input, TaskCompletionSource started)
    {
        using var stop = new CancellationTokenSource();
        Task<TOut> run = primitive.ExecuteAsync(input, Make.Context(), stop.Token).AsTask();
        await started.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => run);
    }

    // M1
    [Theory]
    [MemberData(nameof(InItsOwnWay))]
    public async Task A_model_that_a_limit_cut_off_counts_as_a_failed_call(bool itsOwn)
    {
        using var telemetry = new Telemetry();
        var started = new TaskCompletionSource();
        await CutOff(Limit(Model(started, itsOwn)), "x", started);

        Assert.Equal(0, Assert.Single(telemetry.Of("tta.llm.health.up", ("provider", "p"), ("model", "m"))).Value);
        Assert.Equal("failed", Assert.Single(telemetry.Of("tta.llm.latency", ("provider", "p"), ("model", "m"))).Labels["status"]);
        Assert.Single(telemetry.Of("gen_ai.client.operation.duration", ("error.type", "timeout"), ("gen_ai.request.model", "m")));
        Activity call = telemetry.Span("llm.p.generate");
        Assert.Equal(
            (ActivityStatusCode.Error, "timeout", "failed"), (call.Status, call.GetTagItem("error.type"), call.GetTagItem("execution.status")));
    }

    // M1: what comes between the limit and the model hands the reason on.
    [Fact]
    public async Task The_limit_may_be_any_number_of_primitives_away()
    {
        using var telemetry = new Telemetry();
        var started = new TaskCompletionSource();
        var answers = new LambdaPrimitive<LlmResponse[], int>("count", answers => answers.Length);
        WorkflowPrimitive<string, int> inner = (Model(started) | Model(started)) >> answers;
        await CutOff(Limit(new TimeoutPrimitive<string, int>(new RetryPrimitive<string, int>(inner))), "x", started);

        Assert.Equal([0, 0], telemetry.Of("tta.llm.health.up").Select(m => m.Value));
    }

    [Theory]
    [MemberData(nameof(InItsOwnWay))]
    public async Task A_model_that_its_caller_gave_up_says_nothing_of_its_health(bool itsOwn)
    {
        using var telemetry = new Telemetry();
        var started = new TaskCompletionSource();
        await GiveUp(Limit(Model(started, itsOwn)), "x", started);

        Assert.Empty(telemetry.Of("tta.llm.health.up"));
        Assert.Empty(telemetry.Of("gen_ai.client.operation.duration"));
        Assert.Equal("cancelled", Assert.Single(telemetry.Of("tta.llm.latency")).Labels["status"]);
        Assert.All(telemetry.Spans, span => Assert.Equal(("cancelled", ActivityStatusCode.Unset), (span.GetTagItem("execution.status"), span.Status)));
    }

    [Fact]
    public async Task A_model_that_a_failing_sibling_cancelled_says_nothing()
    {
        using var telemetry = new Telemetry();
        var started = new TaskCompletionSource();
        var fails = new LambdaPrimitive<string, LlmResponse>("fails", async _ => { await started.Task; throw new InvalidOperationException("mine"); });
        await Assert.ThrowsAsync<InvalidOperationException>(() => Limit(Model(started) | fails).ExecuteAsync("x", Make.Context()).AsTask());
        Assert.Empty(telemetry.Of("tta.llm.health.up"));
    }

    // L1
    [Theory]
    [MemberData(nameof(InItsOwnWay))]
    public async Task A_router_by_latency_leaves_a_route_that_is_cut_off(bool itsOwn)
    {
        var started = new TaskCompletionSource();
        var router = new RouterPrimitive<int, int>(
            new Dictionary<string, WorkflowPrimitive<int, int>> { ["dead"] = Hangs(started, itsOwn), ["good"] = Make.Add(1) },
            new LatencySelector<int>(["dead", "good"], exploreEvery: 0),
            new RouterOptions { TimeProvider = _time });
        TimeoutPrimitive<int, int> limited = Limit(router);
        await CutOff(limited, 1, started);
        for (int i = 0; i < 49; i++)
        {
            Assert.Equal(2, await limited.ExecuteAsync(1, Make.Context()));
        }
    }

    // L1: without a limit it is the callers who lose their patience.
    [Fact]
    public async Task A_router_by_latency_leaves_a_route_that_its_callers_give_up()
    {
        var started = new TaskCompletionSource();
        var good = new LambdaPrimitive<int, int>("good", i =>
        {
            _time.Advance(TimeSpan.FromSeconds(4));
            return i;
        });
        var dead = new LambdaPrimitive<int, int>("dead", async (_, stop) =>
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return 0;
        });
        var router = new RouterPrimitive<int, int>(
            new Dictionary<string, WorkflowPrimitive<int, int>> { ["dead"] = dead, ["good"] = good },
            new LatencySelector<int>(["dead", "good"], exploreEvery: 0),
            new RouterOptions { TimeProvider = _time });

        // Giving up after 3 s must not make it look faster than what takes 4 s.
        await GiveUp(router, 1, started);
        Assert.Equal(1, await router.ExecuteAsync(1, Make.Context()));
        await GiveUp(router, 1, started);
        await GiveUp(router, 1, started);
        Assert.Equal(1, await router.ExecuteAsync(1, Make.Context()));
    }

    [Theory]
    [MemberData(nameof(InItsOwnWay))]
    public async Task A_circuit_counts_what_a_limit_cut_off_and_not_what_its_callers_gave_up(bool itsOwn)
    {
        var started = new TaskCompletionSource();
        var circuit = new CircuitBreakerPrimitive<int, int>(Hangs(started, itsOwn), new CircuitBreakerOptions { FailureThreshold = 2, TimeProvider = _time });
        for (int i = 0; i < 5; i++)
        {
            await GiveUp(Limit(circuit), 1, started);
        }

        Assert.Equal(CircuitState.Closed, circuit.State);
        await CutOff(Limit(circuit), 1, started);
        await CutOff(Limit(circuit), 1, started);
        Assert.Equal(CircuitState.Open, circuit.State);
    }

    [Theory]
    [MemberData(nameof(InItsOwnWay))]
    public async Task A_learner_counts_what_a_limit_cut_off_and_not_what_its_callers_gave_up(bool itsOwn)
    {
        var started = new TaskCompletionSource();
        var adaptive = new AdaptiveTimeoutPrimitive<int, int>(Hangs(started, itsOwn), new TimeoutOptions { Limit = TimeSpan.FromDays(0.1) });
        await GiveUp(Limit(adaptive), 1, started);
        Assert.Equal(0, Assert.Single(adaptive.GetLearningSummary()).Baseline.Executions);
        await CutOff(Limit(adaptive), 1, started);
        Assert.Equal((1, 0), (Assert.Single(adaptive.GetLearningSummary()).Baseline.Executions, Assert.Single(adaptive.GetLearningSummary()).Baseline.SuccessRate));
    }

    // E3
    [Fact]
    public async Task A_time_out_is_one_whatever_the_callee_makes_of_being_cancelled()
    {
        using var telemetry = new Telemetry();
        var started = new TaskCompletionSource();
        Task<int> run = Limit(Hangs(started, itsOwn: true)).ExecuteAsync(1, Make.Context()).AsTask();
        await started.Task;
        _time.Advance(TimeSpan.FromSeconds(5));
        WorkflowTimeoutException thrown = await Assert.ThrowsAsync<WorkflowTimeoutException>(() => run);

        Assert.IsType<HttpRequestException>(thrown.InnerException);
        Assert.Equal(1, telemetry.Sum("tta.timeouts", ("primitive_name", "limit")));
        Activity callee = telemetry.Span("primitive.lambda.execute");
        Assert.Equal(("cancelled", ActivityStatusCode.Unset), (callee.GetTagItem("execution.status"), callee.Status));
        Assert.Null(callee.GetTagItem("error.type"));

        // What it made of it is told all the same.
        Assert.Single(callee.Events);
        Assert.Equal("failed", telemetry.Span("primitive.timeout.execute").GetTagItem("execution.status"));
    }

    // E3
    [Fact]
    public async Task Its_fallback_runs_and_a_retry_knows_it()
    {
        var started = new TaskCompletionSource();
        Task<int> run = Limit(Hangs(started, itsOwn: true), fallback: Make.Add(100)).ExecuteAsync(1, Make.Context()).AsTask();
        await started.Task;
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(101, await run);

        int seen = 0;
        var retry = new RetryPrimitive<int, int>(
            Limit(Hangs(started, itsOwn: true)),
            new RetryOptions { ShouldRetry = e => e is WorkflowTimeoutException && seen++ > 0, TimeProvider = _time });
        await CutOff(retry, 1, started);
        Assert.Equal(1, seen);
    }

    // E3
    [Fact]
    public async Task A_cancelled_workflow_is_cancelled_whatever_it_throws()
    {
        using var telemetry = new Telemetry();
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        LambdaPrimitive<int, int> hangs = Hangs(started, itsOwn: true);
        Task<int> run = WorkflowExecution.RunAsync(Make.Context(), (context, token) => hangs.ExecuteAsync(1, context, token), cancellationToken: stop.Token);
        await started.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => run);

        Assert.Equal(1, telemetry.Sum("tta.workflow.executions", ("status", "cancelled")));
        Assert.Empty(telemetry.Of("tta.primitive.errors"));
    }

    // E3: neither a retry nor a fallback goes on for a caller that has left.
    [Fact]
    public async Task Nobody_goes_on_for_a_caller_that_has_left()
    {
        int calls = 0;
        LambdaPrimitive<int, int> Leaves(CancellationTokenSource stop) => new("leaves", int (int _) =>
        {
            calls++;
            stop.Cancel();
            throw new HttpRequestException("closed");
        });
        using var first = new CancellationTokenSource();
        await Assert.ThrowsAsync<HttpRequestException>(
            () => new RetryPrimitive<int, int>(Leaves(first)).ExecuteAsync(1, Make.Context(), first.Token).AsTask());
        using var second = new CancellationTokenSource();
        await Assert.ThrowsAsync<HttpRequestException>(
            () => new FallbackPrimitive<int, int>(Leaves(second), [Make.Add(1)]).ExecuteAsync(1, Make.Context(), second.Token).AsTask());
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task What_a_limit_cut_off_is_forgotten_when_its_work_has_ended()
    {
        CancellationToken kept = default;
        var started = new TaskCompletionSource();
        var keeps = new LambdaPrimitive<int, int>("keeps", async (_, token) =>
        {
            kept = token;
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        });
        await CutOff(Limit(keeps), 1, started);
        Assert.True(kept.IsCancellationRequested);
        Assert.False(CutOffs.Contains(kept));
    }

    private sealed class HangingChatClient(TaskCompletionSource started, bool itsOwn) : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            started.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException) when (itsOwn)
            {
                throw new HttpRequestException("The connection was closed.");
            }

            throw new InvalidOperationException("It was to hang.");
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
