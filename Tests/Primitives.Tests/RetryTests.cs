using System.Diagnostics;
using Primitives.Tests.Support;
using Tta.Primitives;

namespace Primitives.Tests;

public sealed class RetryTests
{
    private readonly ManualTime _time = new(jumpToTimers: true);

    private RetryOptions Options(Action<RetryOptions>? change = null)
    {
        var options = new RetryOptions { TimeProvider = _time, Jitter = false };
        change?.Invoke(options);
        return options;
    }

    [Fact]
    public void The_defaults_are_three_retries_from_one_second_by_two_up_to_a_minute_with_jitter()
    {
        var options = new RetryOptions();
        Assert.Equal(
            (3, TimeSpan.FromSeconds(1), 2.0, TimeSpan.FromSeconds(60), true),
            (options.MaxRetries, options.BaseDelay, options.BackoffFactor, options.MaxDelay, options.Jitter));
    }

    [Fact]
    public async Task It_returns_the_first_success_after_growing_waits()
    {
        var retry = new RetryPrimitive<int, int>(Make.FailsFirst(3), Options());
        Assert.Equal(4, await retry.ExecuteAsync(0, Make.Context()));
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)], _time.Delays);
    }

    [Fact]
    public async Task It_gives_up_after_the_last_retry_and_rethrows_the_last_exception()
    {
        int calls = 0;
        var retry = new RetryPrimitive<int, int>(Make.FailsFirst(9, onCall: _ => calls++), Options());
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => retry.ExecuteAsync(0, Make.Context()).AsTask());

        Assert.Equal("failure 4", thrown.Message);
        Assert.Equal(4, calls);
    }

    [Fact]
    public async Task With_no_retries_it_tries_once()
    {
        int calls = 0;
        var retry = new RetryPrimitive<int, int>(Make.FailsFirst(9, onCall: _ => calls++), Options(o => o.MaxRetries = 0));
        await Assert.ThrowsAsync<InvalidOperationException>(() => retry.ExecuteAsync(0, Make.Context()).AsTask());
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task What_the_predicate_refuses_is_not_retried()
    {
        int calls = 0;
        var retry = new RetryPrimitive<int, int>(
            Make.FailsFirst(9, _ => new FormatException(), _ => calls++), Options(o => o.ShouldRetry = e => e is not FormatException));
        await Assert.ThrowsAsync<FormatException>(() => retry.ExecuteAsync(0, Make.Context()).AsTask());
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task The_callers_cancellation_is_not_retried()
    {
        using var stop = new CancellationTokenSource();
        int calls = 0;
        var inner = new LambdaPrimitive<int, int>("inner", ValueTask<int> (int _, CancellationToken token) =>
        {
            calls++;
            stop.Cancel();
            token.ThrowIfCancellationRequested();
            return new(0);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new RetryPrimitive<int, int>(inner, Options()).ExecuteAsync(0, Make.Context(), stop.Token).AsTask());
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_cancellation_ends_the_wait()
    {
        using var stop = new CancellationTokenSource();
        var time = new ManualTime();
        var retry = new RetryPrimitive<int, int>(Make.FailsFirst(9), new RetryOptions { TimeProvider = time });
        Task<int> run = retry.ExecuteAsync(0, Make.Context(), stop.Token).AsTask();
        await Until.True(() => time.ActiveTimers == 1, "the retry waits");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task A_wait_that_the_failure_asks_for_is_kept_up_to_the_maximum()
    {
        var retry = new RetryPrimitive<int, int>(
            Make.FailsFirst(2, call => new InvalidOperationException("wrapped", new Busy(TimeSpan.FromSeconds(call == 1 ? 7 : 700)))), Options());
        Assert.Equal(3, await retry.ExecuteAsync(0, Make.Context()));
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(60)], _time.Delays);
    }

    [Fact]
    public async Task After_the_deadline_there_is_no_retry()
    {
        int calls = 0;
        var context = new WorkflowContext("w") { Deadline = _time.GetUtcNow() + TimeSpan.FromSeconds(2.5) };
        var retry = new RetryPrimitive<int, int>(Make.FailsFirst(9, onCall: _ => calls++), Options());
        await Assert.ThrowsAsync<InvalidOperationException>(() => retry.ExecuteAsync(0, context).AsTask());

        // The first wait, of 1 s, fits; the second, of 2 s, would end after the deadline.
        Assert.Equal(2, calls);
        Assert.Equal([TimeSpan.FromSeconds(1)], _time.Delays);
    }

    [Fact]
    public async Task Every_attempt_has_a_span_and_retries_are_counted_by_outcome()
    {
        using var telemetry = new Telemetry();
        await new RetryPrimitive<int, int>(Make.FailsFirst(2), Options(o => o.Name = "steady")).ExecuteAsync(0, Make.Context());

        Activity retry = telemetry.Span("primitive.retry.execute");
        for (int n = 1; n <= 3; n++)
        {
            Activity attempt = telemetry.Span($"recovery.retry.attempt_{n}");
            Assert.Equal(retry.SpanId, attempt.ParentSpanId);
            Assert.Equal(n, attempt.GetTagItem("retry.attempt"));
            Assert.Equal(n < 3 ? ActivityStatusCode.Error : ActivityStatusCode.Unset, attempt.Status);
            Assert.Equal(n < 3 ? 1 : 0, attempt.Events.Count());
        }

        Assert.Empty(retry.Events);
        Assert.Equal(1, telemetry.Sum("tta.retry.attempts", ("primitive_name", "steady"), ("outcome", "failed")));
        Assert.Equal(1, telemetry.Sum("tta.retry.attempts", ("primitive_name", "steady"), ("outcome", "success")));
        Assert.Equal(3, telemetry.SpansNamed("primitive.lambda.execute").Count());
    }

    [Theory]
    [InlineData(-1, 1, 60, "MaxRetries")]
    [InlineData(3, -1, 60, "BaseDelay")]
    [InlineData(3, 1, 100_000, "MaxDelay")]
    public void Nonsense_is_refused_at_construction(int retries, double baseSeconds, double maxSeconds, string named)
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => new RetryPrimitive<int, int>(
            Make.Add(1),
            new RetryOptions
            {
                MaxRetries = retries,
                BaseDelay = TimeSpan.FromSeconds(baseSeconds),
                MaxDelay = TimeSpan.FromSeconds(maxSeconds),
            }));
        Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
    }

    private sealed class Busy(TimeSpan wait) : Exception, IRetryAfter
    {
        public TimeSpan? RetryAfter => wait;
    }
}
