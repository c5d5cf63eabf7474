using System.ClientModel;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

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
        await Eventually.True(() => time.ActiveTimers == 1, "the retry waits");
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

    // C3
    [Fact]
    public async Task Around_a_circuit_that_probes_the_back_off_holds()
    {
        var probing = new TaskCompletionSource<int>();
        int calls = 0;
        var circuit = new CircuitBreakerPrimitive<int, int>(
            new LambdaPrimitive<int, int>("down", _ => ++calls == 1 ? throw new InvalidOperationException() : probing.Task),
            new CircuitBreakerOptions { FailureThreshold = 1, BreakDuration = TimeSpan.FromMinutes(10), TimeProvider = _time });
        await Assert.ThrowsAsync<InvalidOperationException>(() => circuit.ExecuteAsync(1, Make.Context()).AsTask());
        _time.Advance(TimeSpan.FromMinutes(10));
        Task<int> probe = circuit.ExecuteAsync(1, Make.Context()).AsTask();

        await Assert.ThrowsAsync<CircuitOpenException>(
            () => new RetryPrimitive<int, int>(circuit, Options()).ExecuteAsync(1, Make.Context()).AsTask());
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)], _time.Delays);
        probing.SetResult(1);
        await probe;
    }

    // F13
    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(0.5)]
    public async Task What_is_asked_for_never_shortens_the_back_off(double seconds)
    {
        var retry = new RetryPrimitive<int, int>(Make.FailsFirst(2, _ => new Busy(TimeSpan.FromSeconds(seconds))), Options());
        await retry.ExecuteAsync(0, Make.Context());
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], _time.Delays);
    }

    // R2
    [Fact]
    public async Task Retry_After_is_read_from_the_exceptions_of_HTTP_clients()
    {
        Exception[] failures =
        [
            new HttpRequestException("429", null, HttpStatusCode.TooManyRequests) { Data = { ["Retry-After"] = "11" } },
            new InvalidOperationException("wrapped", new HttpRequestException("503") { Data = { ["retry-after"] = new RetryConditionHeaderValue(TimeSpan.FromSeconds(12)) } }),
            new HttpRequestException("503") { Data = { ["Retry-After"] = 13 } },
            new HttpRequestException("503") { Data = { ["Retry-After"] = TimeSpan.FromSeconds(14) } },
            new ClientResultException(new FakePipelineResponse(429, "15")),
            new ClientResultException(new FakePipelineResponse(503, (_time.GetUtcNow() + TimeSpan.FromSeconds(16 + 11 + 12 + 13 + 14 + 15)).ToString("r"))),
            new OnlyInWords("come back in 17 s"),
            new ClientResultException(new FakePipelineResponse(429, "99", "18000")),
        ];
        var retry = new RetryPrimitive<int, int>(Make.FailsFirst(failures.Length, call => failures[call - 1]), Options(o =>
        {
            (o.MaxRetries, o.BackoffFactor) = (failures.Length, 1);
            o.RetryAfter = e => e is OnlyInWords ? TimeSpan.FromSeconds(17) : null;
        }));
        await retry.ExecuteAsync(0, Make.Context());
        Assert.Equal(Enumerable.Range(11, 8).Select(seconds => TimeSpan.FromSeconds(seconds)), _time.Delays);
    }

    // R2
    [Fact]
    public async Task What_says_nothing_of_a_wait_leaves_the_back_off()
    {
        Exception[] failures =
        [
            new HttpRequestException("503") { Data = { ["Retry-After"] = "soon" } },
            new HttpRequestException("503") { Data = { ["Other"] = "77" } },
            new ClientResultException(new FakePipelineResponse(500, null)),
        ];
        var retry = new RetryPrimitive<int, int>(Make.FailsFirst(3, call => failures[call - 1]), Options(o => o.BackoffFactor = 1));
        await retry.ExecuteAsync(0, Make.Context());
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(1), 3), _time.Delays);
    }

    // R2
    [Theory]
    [InlineData(400, 1)]
    [InlineData(401, 1)]
    [InlineData(403, 1)]
    [InlineData(404, 1)]
    [InlineData(422, 1)]
    [InlineData(499, 1)]
    [InlineData(408, 2)]
    [InlineData(409, 2)]
    [InlineData(425, 2)]
    [InlineData(429, 2)]
    [InlineData(500, 2)]
    [InlineData(503, 2)]
    [InlineData(399, 2)]
    public async Task What_would_be_answered_in_the_same_way_is_not_retried_unless_one_says_so(int status, int calls)
    {
        Func<Exception>[] failures =
        [
            () => new HttpRequestException("no", null, (HttpStatusCode)status),
            () => new ClientResultException(new FakePipelineResponse(status, null)),
            () => new InvalidOperationException("wrapped", new HttpRequestException("no", null, (HttpStatusCode)status)),
        ];
        foreach (Func<Exception> failure in failures)
        {
            int made = 0;
            var retry = new RetryPrimitive<int, int>(Make.FailsFirst(9, _ => failure(), _ => made++), Options(o => o.MaxRetries = 1));
            await Assert.ThrowsAnyAsync<Exception>(() => retry.ExecuteAsync(0, Make.Context()).AsTask());
            Assert.Equal(calls, made);

            made = 0;
            retry = new(Make.FailsFirst(9, _ => failure(), _ => made++), Options(o => (o.MaxRetries, o.ShouldRetry) = (1, _ => true)));
            await Assert.ThrowsAnyAsync<Exception>(() => retry.ExecuteAsync(0, Make.Context()).AsTask());
            Assert.Equal(2, made);
        }
    }

    // R2: a number called Status is an HTTP status only on what holds a response.
    [Fact]
    public void A_status_of_another_kind_says_nothing_of_a_retry()
    {
        Assert.True(RetryOptions.IsWorthRetrying(new Stopped(404)));
        Assert.False(RetryOptions.IsWorthRetrying(new ClientResultException(new FakePipelineResponse(404, null))));
    }

    private sealed class OnlyInWords(string message) : Exception(message);

    /// <summary>A failure whose status is a process's.</summary>
    private sealed class Stopped(int status) : Exception
    {
        public int Status => status;
    }
}
