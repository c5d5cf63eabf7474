using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

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
    public async Task What_fails_after_the_limit_is_a_time_out_with_its_failure_inside()
    {
        var inner = new LambdaPrimitive<int, int>("late", int (int _) =>
        {
            _time.Advance(TimeSpan.FromSeconds(6));
            throw new InvalidOperationException("late");
        });
        WorkflowTimeoutException thrown = await Assert.ThrowsAsync<WorkflowTimeoutException>(
            () => Limit(inner).ExecuteAsync(1, Make.Context()).AsTask());
        Assert.Equal("late", Assert.IsType<InvalidOperationException>(thrown.InnerException).Message);
    }

    // T1
    [Fact]
    public async Task A_result_that_comes_late_all_the_same_is_returned_counted_and_told_on_the_span()
    {
        using var telemetry = new Telemetry();
        LambdaPrimitive<int, int> Takes(double seconds) => new("ignores_its_token", async i =>
        {
            await Task.Yield();
            _time.Advance(TimeSpan.FromSeconds(seconds));
            return i;
        });
        Assert.Equal(1, await Limit(Takes(4), fallback: Make.Throws()).ExecuteAsync(1, Make.Context()));
        Assert.Empty(telemetry.Of("tta.timeouts"));
        Assert.Equal(2, await Limit(Takes(6), fallback: Make.Throws()).ExecuteAsync(2, Make.Context()));
        Assert.Equal(1, telemetry.Sum("tta.timeouts", ("primitive_name", "patience")));
        Assert.Equal([null, true], telemetry.SpansNamed("primitive.timeout.execute").Select(s => s.GetTagItem("timeout.late")));
    }

    // T2
    [Fact]
    public async Task A_deadline_that_has_passed_and_one_that_cut_it_off_are_told_from_a_limit()
    {
        var context = new WorkflowContext("w") { Deadline = _time.GetUtcNow() + TimeSpan.FromSeconds(2) };
        var started = new TaskCompletionSource();
        Task<int> run = Limit(Make.Hangs(started)).ExecuteAsync(1, context).AsTask();
        await Pass(started, 2);
        WorkflowTimeoutException cut = await Assert.ThrowsAsync<WorkflowTimeoutException>(() => run);
        Assert.Equal((context.Deadline, TimeSpan.FromSeconds(2)), (cut.Deadline, cut.Limit));
        Assert.Equal(
            "'patience' did not finish within the 2 s that were left until the workflow's deadline, 2026-10-01T12:00:02.0000000+00:00.", cut.Message);

        WorkflowTimeoutException passed = await Assert.ThrowsAsync<WorkflowTimeoutException>(() => Limit(Make.Throws()).ExecuteAsync(1, context).AsTask());
        Assert.Equal((context.Deadline, TimeSpan.FromSeconds(5)), (passed.Deadline, passed.Limit));
        Assert.Equal("'patience' did not start: the workflow's deadline, 2026-10-01T12:00:02.0000000+00:00, has passed.", passed.Message);
    }

    // T3
    [Fact]
    public async Task Its_fallback_counts_as_one()
    {
        using var telemetry = new Telemetry();
        var started = new TaskCompletionSource();
        Task<int> run = Limit(Make.Hangs(started), fallback: Make.Add(100, "spare")).ExecuteAsync(1, Make.Context()).AsTask();
        await Pass(started, 5);
        await run;
        Assert.Equal(1, telemetry.Sum("tta.fallback.activations", ("primitive_name", "patience"), ("fallback_name", "spare")));
    }

    // P1, of a time limit.
    [Fact]
    public async Task A_token_that_was_kept_is_not_cancelled_by_a_later_executions_time_out()
    {
        var kept = new List<CancellationToken>();
        var started = new TaskCompletionSource();
        var inner = new LambdaPrimitive<int, int>("keeps", async (i, token) =>
        {
            kept.Add(token);
            if (i > 0)
            {
                started.SetResult();
                await Task.Delay(Timeout.Infinite, token);
            }

            return i;
        });
        var limit = new TimeoutPrimitive<int, int>(inner, new TimeoutOptions { Limit = TimeSpan.FromMilliseconds(500) });
        await limit.ExecuteAsync(0, Make.Context());
        await Assert.ThrowsAsync<WorkflowTimeoutException>(() => limit.ExecuteAsync(1, Make.Context()).AsTask());
        Assert.Equal([false, true], kept.Select(token => token.IsCancellationRequested));
    }

    // P5, of a time limit: the limit was first.
    [Fact]
    public async Task A_time_out_is_not_masked_by_a_later_cancellation()
    {
        using var telemetry = new Telemetry();
        using var stop = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        var slow = new LambdaPrimitive<int, int>("gives_way_slowly", async (i, token) =>
        {
            await gate.Task;
            token.ThrowIfCancellationRequested();
            return i;
        });
        Task<int> run = Limit(slow).ExecuteAsync(1, Make.Context(), stop.Token).AsTask();
        _time.Advance(TimeSpan.FromSeconds(5));
        await stop.CancelAsync();
        gate.SetResult();
        await Assert.ThrowsAsync<WorkflowTimeoutException>(() => run);
        Assert.Equal("failed", telemetry.Span("primitive.timeout.execute").GetTagItem("execution.status"));
    }

    [Fact]
    public async Task Nothing_is_cancelled_after_the_end()
    {
        using var stop = new CancellationTokenSource();
        CancellationToken kept = default;
        var inner = new LambdaPrimitive<int, int>("keeps", ValueTask<int> (int i, CancellationToken token) =>
        {
            kept = token;
            return new(i);
        });
        await Limit(inner).ExecuteAsync(1, Make.Context(), stop.Token);
        _time.Advance(TimeSpan.FromSeconds(60));
        await stop.CancelAsync();
        Assert.False(kept.IsCancellationRequested);
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public void Nonsense_is_refused_at_construction()
    {
        Assert.Contains("Limit", Assert.Throws<ArgumentException>(() => Limit(Make.Add(1), 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("inner", () => Limit(null!));
    }
}
