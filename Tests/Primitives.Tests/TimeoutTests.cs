using System.Diagnostics;
using Primitives.Tests.Support;
using Tta.Primitives;

namespace Primitives.Tests;

public sealed class TimeoutTests
{
    private readonly ManualTime _time = new();

    private TimeoutPrimitive<int, int> Limit(WorkflowPrimitive<int, int> inner, double seconds = 5, WorkflowPrimitive<int, int>? fallback = null) =>
        new(inner, new TimeoutOptions { Name = "patience", Limit = TimeSpan.FromSeconds(seconds), TimeProvider = _time }, fallback);

    private async Task Pass(TaskCompletionSource started, double seconds)
    {
        await started.Task;
        _time.Advance(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task What_finishes_in_time_is_left_alone()
    {
        Assert.Equal(2, await Limit(Make.Add(1)).ExecuteAsync(1, Make.Context()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Limit(Make.Throws()).ExecuteAsync(1, Make.Context()).AsTask());
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public async Task What_does_not_is_cancelled_and_the_exception_names_primitive_and_limit()
    {
        using var telemetry = new Telemetry();
        var started = new TaskCompletionSource();
        Task<int> run = Limit(Make.Hangs(started)).ExecuteAsync(1, Make.Context()).AsTask();
        await Pass(started, 5);
        WorkflowTimeoutException thrown = await Assert.ThrowsAsync<WorkflowTimeoutException>(() => run);

        Assert.IsAssignableFrom<TimeoutException>(thrown);
        Assert.Equal(("patience", TimeSpan.FromSeconds(5)), (thrown.Primitive, thrown.Limit));
        Assert.Contains("'patience' did not finish within 5 s", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(1, telemetry.Sum("tta.timeouts", ("primitive_name", "patience")));
        Assert.Equal("cancelled", telemetry.Span("primitive.lambda.execute").GetTagItem("execution.status"));
        Assert.Equal(ActivityStatusCode.Error, telemetry.Span("primitive.timeout.execute").Status);
    }

    [Fact]
    public async Task A_fallback_answers_instead()
    {
        using var telemetry = new Telemetry();
        var started = new TaskCompletionSource();
        Task<int> run = Limit(Make.Hangs(started), fallback: Make.Add(100)).ExecuteAsync(1, Make.Context()).AsTask();
        await Pass(started, 5);
        Assert.Equal(101, await run);
        Assert.Single(telemetry.SpansNamed("recovery.fallback.fallback_1"));
    }

    [Fact]
    public async Task The_callers_cancellation_is_not_a_time_out()
    {
        using var telemetry = new Telemetry();
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        Task<int> run = Limit(Make.Hangs(started), fallback: Make.Add(1)).ExecuteAsync(1, Make.Context(), stop.Token).AsTask();
        await started.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Empty(telemetry.Of("tta.timeouts"));
    }

    [Fact]
    public async Task An_earlier_deadline_shortens_the_limit()
    {
        var started = new TaskCompletionSource();
        var context = new WorkflowContext("w") { Deadline = _time.GetUtcNow() + TimeSpan.FromSeconds(2) };
        Task<int> run = Limit(Make.Hangs(started)).ExecuteAsync(1, context).AsTask();
        await Pass(started, 2);
        Assert.Equal(TimeSpan.FromSeconds(2), (await Assert.ThrowsAsync<WorkflowTimeoutException>(() => run)).Limit);

        // Afterwards it does not even start.
        await Assert.ThrowsAsync<WorkflowTimeoutException>(() => Limit(Make.Throws()).ExecuteAsync(1, context).AsTask());
    }

    [Fact]
    public async Task A_later_deadline_does_not_lengthen_it()
    {
        var started = new TaskCompletionSource();
        var context = new WorkflowContext("w") { Deadline = _time.GetUtcNow() + TimeSpan.FromSeconds(60) };
        Task<int> run = Limit(Make.Hangs(started)).ExecuteAsync(1, context).AsTask();
        await Pass(started, 5);
        Assert.Equal(TimeSpan.FromSeconds(5), (await Assert.ThrowsAsync<WorkflowTimeoutException>(() => run)).Limit);
    }

    [Fact]
    public async Task Past_the_deadline_the_fallback_answers_at_once_and_the_time_out_is_counted()
    {
        using var telemetry = new Telemetry();
        var context = new WorkflowContext("w") { Deadline = _time.GetUtcNow() };
        Assert.Equal(101, await Limit(Make.Throws(), fallback: Make.Add(100, "spare")).ExecuteAsync(1, context));
        Assert.Equal(1, telemetry.Sum("tta.timeouts", ("primitive_name", "patience")));
        Assert.Equal(1, telemetry.Sum(
            "tta.primitive.connections", ("source_primitive", "patience"), ("target_primitive", "spare"), ("connection_type", "fallback")));
    }

    [Fact]
    public async Task A_time_out_of_what_it_runs_is_not_its_own()
    {
        using var telemetry = new Telemetry();
        var elsewhere = new Polly.Timeout.TimeoutRejectedException("elsewhere");
        var inner = new LambdaPrimitive<int, int>("inner", int (int _) => throw elsewhere);
        Assert.Same(elsewhere, await Assert.ThrowsAsync<Polly.Timeout.TimeoutRejectedException>(
            () => Limit(inner, fallback: Make.Add(1)).ExecuteAsync(1, Make.Context()).AsTask()));
        Assert.Empty(telemetry.Of("tta.timeouts"));
    }

    [Fact]
    public async Task What_fails_in_its_own_way_after_the_limit_keeps_its_failure()
    {
        var inner = new LambdaPrimitive<int, int>("late", int (int _) =>
        {
            _time.Advance(TimeSpan.FromSeconds(6));
            throw new InvalidOperationException("late");
        });
        Assert.Equal("late", (await Assert.ThrowsAsync<InvalidOperationException>(
            () => Limit(inner, fallback: Make.Add(1)).ExecuteAsync(1, Make.Context()).AsTask())).Message);
    }

    [Fact]
    public void Nonsense_is_refused_at_construction()
    {
        Assert.Contains("Limit", Assert.Throws<ArgumentException>(() => Limit(Make.Add(1), 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("inner", () => Limit(null!));
    }
}
