using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class CircuitBreakerTests
{
    private readonly ManualTime _time = new();
    private readonly List<(CircuitState From, CircuitState To)> _changes = [];
    private Func<CancellationToken, Task<int>> _answer = _ => Task.FromResult(1);
    private int _calls;

    private CircuitBreakerPrimitive<int, int> Breaker(Func<Exception, bool>? shouldHandle = null)
    {
        var inner = new LambdaPrimitive<int, int>("inner", async (_, cancellationToken) => { _calls++; return await _answer(cancellationToken); });
        var breaker = new CircuitBreakerPrimitive<int, int>(
            inner, new CircuitBreakerOptions { Name = "guard", TimeProvider = _time, ShouldHandle = shouldHandle });
        breaker.StateChanged += (_, change) => _changes.Add((change.From, change.To));
        return breaker;
    }

    private static Task<int> Run(CircuitBreakerPrimitive<int, int> breaker, CancellationToken stop = default) =>
        breaker.ExecuteAsync(1, Make.Context(), stop).AsTask();

    private async Task Fail(CircuitBreakerPrimitive<int, int> breaker, int times)
    {
        _answer = _ => throw new InvalidOperationException("down");
        for (int i = 0; i < times; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => Run(breaker));
        }
    }

    [Fact]
    public async Task Five_failures_in_a_row_open_it_and_it_then_fails_at_once_with_the_last_error_inside()
    {
        CircuitBreakerPrimitive<int, int> breaker = Breaker();
        await Fail(breaker, 4);
        Assert.Equal(CircuitState.Closed, breaker.State);
        await Fail(breaker, 1);
        Assert.Equal(CircuitState.Open, breaker.State);

        _time.Advance(TimeSpan.FromSeconds(10));
        CircuitOpenException thrown = await Assert.ThrowsAsync<CircuitOpenException>(() => Run(breaker));
        Assert.Equal("down", thrown.InnerException!.Message);
        Assert.Equal(TimeSpan.FromSeconds(20), thrown.RetryAfter);
        Assert.Equal(5, _calls);
    }

    [Fact]
    public async Task A_success_in_between_starts_the_count_anew()
    {
        CircuitBreakerPrimitive<int, int> breaker = Breaker();
        await Fail(breaker, 4);
        _answer = _ => Task.FromResult(1);
        await Run(breaker);
        await Fail(breaker, 4);
        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    [Fact]
    public async Task After_thirty_seconds_one_success_closes_it()
    {
        CircuitBreakerPrimitive<int, int> breaker = Breaker();
        await Fail(breaker, 5);
        _time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<CircuitOpenException>(() => Run(breaker));
        _time.Advance(TimeSpan.FromTicks(1));
        _answer = _ => Task.FromResult(7);
        Assert.Equal(7, await Run(breaker));

        Assert.Equal(
            [(CircuitState.Closed, CircuitState.Open), (CircuitState.Open, CircuitState.HalfOpen), (CircuitState.HalfOpen, CircuitState.Closed)],
            _changes);
    }

    [Fact]
    public async Task Half_open_lets_exactly_one_probe_through()
    {
        CircuitBreakerPrimitive<int, int> breaker = Breaker();
        await Fail(breaker, 5);
        _time.Advance(TimeSpan.FromSeconds(30));
        var gate = new TaskCompletionSource<int>();
        _answer = _ => gate.Task;
        _calls = 0;

        Task<int>[] callers = [.. Enumerable.Range(0, 50).Select(_ => Task.Run(() => Run(breaker)))];
        await Eventually.True(() => callers.Count(c => c.IsFaulted) == 49, "all but the probe have been refused");
        Assert.Equal(1, _calls);
        gate.SetResult(3);
        Assert.Equal(3, await callers.Single(c => !c.IsFaulted));
        Assert.All(callers.Where(c => c.IsFaulted), c => Assert.IsType<CircuitOpenException>(c.Exception!.InnerException));
        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    [Fact]
    public async Task A_probe_that_fails_opens_it_for_another_thirty_seconds()
    {
        CircuitBreakerPrimitive<int, int> breaker = Breaker();
        await Fail(breaker, 5);
        _time.Advance(TimeSpan.FromSeconds(30));
        await Fail(breaker, 1);
        _time.Advance(TimeSpan.FromSeconds(29));
        await Assert.ThrowsAsync<CircuitOpenException>(() => Run(breaker));
    }

    [Fact]
    public async Task A_probe_that_its_caller_cancels_leaves_the_probe_to_the_next_one()
    {
        CircuitBreakerPrimitive<int, int> breaker = Breaker();
        await Fail(breaker, 5);
        _time.Advance(TimeSpan.FromSeconds(30));
        using var stop = new CancellationTokenSource();
        _answer = async token => { await stop.CancelAsync(); token.ThrowIfCancellationRequested(); return 0; };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(breaker, stop.Token));
        _answer = _ => Task.FromResult(5);
        Assert.Equal(5, await Run(breaker));
    }

    [Fact]
    public async Task A_late_success_from_before_it_opened_does_not_close_it()
    {
        CircuitBreakerPrimitive<int, int> breaker = Breaker();
        var gate = new TaskCompletionSource<int>();
        _answer = _ => gate.Task;
        Task<int> late = Run(breaker);
        await Fail(breaker, 5);
        gate.SetResult(1);
        await late;
        Assert.Equal(CircuitState.Open, breaker.State);
    }

    [Fact]
    public async Task What_the_predicate_refuses_is_not_a_failure()
    {
        CircuitBreakerPrimitive<int, int> breaker = Breaker(e => e is not InvalidOperationException);
        await Fail(breaker, 20);
        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    [Fact]
    public async Task Reset_closes_it()
    {
        CircuitBreakerPrimitive<int, int> breaker = Breaker();
        await Fail(breaker, 5);
        breaker.Reset();
        Assert.Equal(CircuitState.Closed, breaker.State);
        _answer = _ => Task.FromResult(1);
        await Run(breaker);
    }

    [Fact]
    public async Task Its_state_is_a_gauge()
    {
        using var telemetry = new Telemetry();
        CircuitBreakerPrimitive<int, int> breaker = Breaker();
        await Run(breaker);
        await Fail(breaker, 5);
        double[] states = [.. telemetry.Of("tta.circuit_breaker.state", ("primitive_name", "guard")).Select(m => m.Value)];
        Assert.Equal(0, states[0]);
        Assert.Equal(2, states[^1]);
    }

    [Fact]
    public void A_call_from_before_a_change_of_state_does_not_count_after_it()
    {
        var time = new ManualTime();
        var changes = new List<CircuitState>();
        var circuit = new Circuit("c", 1, TimeSpan.FromSeconds(30), time, (_, to) => changes.Add(to));
        int early = circuit.Enter();
        int alsoEarly = circuit.Enter();
        circuit.Failed(circuit.Enter(), new InvalidOperationException());
        time.Advance(TimeSpan.FromSeconds(30));
        int probe = circuit.Enter();

        circuit.Succeeded(early);
        circuit.Failed(alsoEarly, new InvalidOperationException());
        circuit.Abandoned(early);
        Assert.Equal(CircuitState.HalfOpen, circuit.State);
        Assert.Throws<CircuitOpenException>(() => circuit.Enter());
        circuit.Succeeded(probe);
        Assert.Equal([CircuitState.Open, CircuitState.HalfOpen, CircuitState.Closed], changes);
    }

    [Fact]
    public void A_reset_is_told_once()
    {
        var changes = new List<CircuitState>();
        var circuit = new Circuit("c", 1, TimeSpan.FromSeconds(30), new ManualTime(), (_, to) => changes.Add(to));
        circuit.Failed(circuit.Enter(), new InvalidOperationException());
        circuit.Reset();
        circuit.Reset();
        Assert.Equal([CircuitState.Open, CircuitState.Closed], changes);
    }

    // C1
    [Fact]
    public async Task A_handler_that_throws_changes_nothing_for_the_call_or_the_circuit()
    {
        using var telemetry = new Telemetry();
        CircuitBreakerPrimitive<int, int> breaker = Breaker();
        Exception first = new FormatException();
        breaker.StateChanged += (_, change) => throw (change.To == CircuitState.HalfOpen ? first : new ArithmeticException());
        await Fail(breaker, 5);
        _time.Advance(TimeSpan.FromSeconds(30));
        _answer = _ => Task.FromResult(7);
        Assert.Equal(7, await Run(breaker));

        Assert.Equal(CircuitState.Closed, breaker.State);
        Assert.Equal(7, await Run(breaker));
        Activity probe = telemetry.SpansNamed("primitive.circuit_breaker.execute").Single(s => s.Status == ActivityStatusCode.Unset && s.Events.Any());
        Assert.Equal(
            ["System.FormatException", "System.ArithmeticException"],
            probe.Events.Select(e => e.Tags.Single(t => t.Key == "exception.type").Value));
    }

    // C2
    [Fact]
    public async Task A_predicate_that_throws_surfaces_and_leaves_the_circuit_open()
    {
        bool throws = false;
        CircuitBreakerPrimitive<int, int> breaker = Breaker(_ => throws ? throw new FormatException("predicate") : true);
        await Fail(breaker, 5);
        _time.Advance(TimeSpan.FromSeconds(30));
        throws = true;
        Assert.Equal("predicate", (await Assert.ThrowsAsync<FormatException>(() => Run(breaker))).Message);
        Assert.Equal(CircuitState.Open, breaker.State);

        _time.Advance(TimeSpan.FromSeconds(30));
        _answer = _ => Task.FromResult(5);
        Assert.Equal(5, await Run(breaker));
        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    // F12
    [Fact]
    public async Task A_probe_that_never_ends_makes_way_for_another_and_does_not_count_any_more()
    {
        CircuitBreakerPrimitive<int, int> breaker = Breaker();
        await Fail(breaker, 5);
        _time.Advance(TimeSpan.FromSeconds(30));
        var never = new TaskCompletionSource<int>();
        _answer = _ => never.Task;
        Task<int> hangs = Run(breaker);
        _time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<CircuitOpenException>(() => Run(breaker));

        _time.Advance(TimeSpan.FromTicks(1));
        var second = new TaskCompletionSource<int>();
        _answer = _ => second.Task;
        Task<int> probe = Run(breaker);
        await Assert.ThrowsAsync<CircuitOpenException>(() => Run(breaker));
        never.SetException(new InvalidOperationException("at last"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => hangs);
        Assert.Equal(CircuitState.HalfOpen, breaker.State);

        second.SetResult(5);
        Assert.Equal(5, await probe);
        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    // C3
    [Fact]
    public async Task While_a_probe_is_under_way_it_does_not_say_when_to_come_back()
    {
        CircuitBreakerPrimitive<int, int> breaker = Breaker();
        await Fail(breaker, 5);
        _time.Advance(TimeSpan.FromSeconds(30));
        var gate = new TaskCompletionSource<int>();
        _answer = _ => gate.Task;
        Task<int> probe = Run(breaker);
        CircuitOpenException refused = await Assert.ThrowsAsync<CircuitOpenException>(() => Run(breaker));
        Assert.Null(refused.RetryAfter);
        gate.SetResult(1);
        await probe;
    }
}
