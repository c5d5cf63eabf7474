using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>Where a primitive takes another way when nobody listens: both ways do the same.</summary>
public sealed class UnobservedTests
{
    private static async Task<string> Both(Func<Task<string>> run)
    {
        string without = await run();
        using var telemetry = new Telemetry();
        Assert.Equal(without, await run());
        return without;
    }

    private static async Task<string> Outcome<TIn, TOut>(WorkflowPrimitive<TIn, TOut> primitive, TIn input, CancellationToken stop = default)
    {
        // However it fails, it fails in the task.
        Task<TOut> task = primitive.ExecuteAsync(input, Make.Context(), stop).AsTask();
        try
        {
            return $"{await task}";
        }
        catch (Exception exception)
        {
            return exception is OperationCanceledException ? "cancelled" : $"{exception.GetType().Name}: {exception.Message}";
        }
    }

    private static RouterPrimitive<string, string> Router(int routes, IRouteSelector<string>? selector = null, string? fallback = null)
    {
        Dictionary<string, WorkflowPrimitive<string, string>> all = Enumerable.Range(0, routes).ToDictionary(
            i => $"r{i}", i => (WorkflowPrimitive<string, string>)new LambdaPrimitive<string, string>($"l{i}", _ => $"l{i}"));
        var options = new RouterOptions { DefaultRoute = fallback };
        return selector is null ? new(all, (name, _) => name, options) : new(all, selector, options);
    }

    [Theory]
    [InlineData("r0", "l0")]
    [InlineData("r7", "l7")]
    [InlineData("r8", "l8")]
    [InlineData("r11", "l11")]
    public async Task A_route_is_found_by_its_name_whichever_string_holds_it(string name, string expected) =>
        Assert.Equal(expected, await Both(() => Outcome(Router(12), new string(name.AsSpan()))));

    [Fact]
    public async Task A_router_finds_the_very_string_too()
    {
        const string Name = "here";
        var routes = new Dictionary<string, WorkflowPrimitive<string, string>>
        {
            ["there"] = new LambdaPrimitive<string, string>("x", _ => "x"),
            [Name] = new LambdaPrimitive<string, string>("y", _ => "y"),
        };
        Assert.Equal("y", await Both(() => Outcome(new RouterPrimitive<string, string>(routes, (_, _) => Name), "")));
    }

    [Fact]
    public async Task A_router_without_a_route_fails_or_takes_the_default()
    {
        Assert.StartsWith("UnknownRouteException: Router 'router' has no route 'x'. Its routes are: r0, r1.", await Both(() => Outcome(Router(2), "x")), StringComparison.Ordinal);
        Assert.StartsWith("UnknownRouteException", await Both(() => Outcome(Router(2), (string)null!)), StringComparison.Ordinal);
        Assert.Equal("l1", await Both(() => Outcome(Router(2, fallback: "r1"), "x")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_selector_may_wait_and_fail(bool waits)
    {
        Assert.Equal("l1", await Both(() => Outcome(Router(2, new Waiting(waits)), "r1")));
        Assert.Equal("FormatException: no", await Both(() => Outcome(Router(2, new Waiting(waits)), "fail")));
        Assert.StartsWith("UnknownRouteException", await Both(() => Outcome(Router(2, new Waiting(waits)), "x")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_step_that_waits_or_fails_may_stand_anywhere(int at)
    {
        WorkflowPrimitive<int, int> Chain(Func<int, Task<int>> odd)
        {
            int after = 0;
            WorkflowPrimitive<int, int>[] steps =
            [
                .. Enumerable.Range(0, 3).Select(i => i == at
                    ? new LambdaPrimitive<int, int>("odd", odd)
                    : new LambdaPrimitive<int, int>("even", n => n + (10 * ++after))),
            ];
            return SequentialPrimitive.Create(steps);
        }

        Assert.Equal("31", await Both(() => Outcome(Chain(async n => { await Task.Yield(); return n; }), 1)));
        Assert.Equal("FormatException: no", await Both(() => Outcome(Chain(_ => throw new FormatException("no")), 1)));
        Assert.Equal("FormatException: no", await Both(() => Outcome(Chain(async _ => { await Task.Yield(); throw new FormatException("no"); }), 1)));
    }

    [Fact]
    public async Task What_is_cancelled_before_it_starts_does_not_run()
    {
        int runs = 0;
        var counts = new LambdaPrimitive<int, int>("counts", i => ++runs);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        foreach (WorkflowPrimitive<int, int> one in new WorkflowPrimitive<int, int>[] { counts, counts >> counts, new RetryPrimitive<int, int>(counts) })
        {
            Assert.Equal("cancelled", await Both(() => Outcome(one, 1, stop.Token)));
        }

        Assert.Equal(0, runs);
    }

    [Fact]
    public async Task A_listener_to_routing_decisions_alone_hears_them()
    {
        double heard = 0;
        using var listener = new System.Diagnostics.Metrics.MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == TtaNames.Instruments.Router.Decisions)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => heard += value);
        listener.Start();
        Assert.Equal("l0", await Outcome(Router(1), "r0"));
        Assert.Equal(1, heard);
    }

    private sealed class Waiting(bool waits) : IRouteSelector<string>
    {
        public ValueTask<RouteDecision> SelectAsync(string input, WorkflowContext context, CancellationToken cancellationToken) =>
            waits ? Later(input) : Now(input);

        private static ValueTask<RouteDecision> Now(string input) =>
            input == "fail" ? throw new FormatException("no") : new(new RouteDecision(input, "test"));

        private static async ValueTask<RouteDecision> Later(string input)
        {
            await Task.Yield();
            return await Now(input);
        }
    }

    [Theory]
    [InlineData(false, "fail")]
    [InlineData(true, "fail")]
    [InlineData(false, "nowhere")]
    [InlineData(true, "nowhere")]
    public async Task A_decision_that_fails_has_a_failed_span_that_has_ended(bool waits, string route)
    {
        using var telemetry = new Telemetry();
        await Outcome(Router(2, new Waiting(waits)), route);
        System.Diagnostics.Activity decision = telemetry.Span("primitive.router.route_decision");
        Assert.Equal(System.Diagnostics.ActivityStatusCode.Error, decision.Status);
        Assert.Equal("failed", decision.GetTagItem("execution.status"));
        Assert.Equal(0, telemetry.Sum("tta.router.decisions"));
    }

    [Fact]
    public async Task A_selector_that_waits_does_not_leave_its_span_to_the_caller()
    {
        using var telemetry = new Telemetry();
        Task<string> running = Router(2, new Waiting(true)).ExecuteAsync("r1", Make.Context()).AsTask();
        Assert.Null(System.Diagnostics.Activity.Current);
        await running;
        Assert.Equal(telemetry.Span("primitive.router.execute").SpanId, telemetry.Span("primitive.lambda.execute").ParentSpanId);
    }

    [Fact]
    public void Nonsense_is_refused_by_name()
    {
        Assert.Equal("branches", Assert.Throws<ArgumentNullException>(() => new ParallelPrimitive<int, int>(null!)).ParamName);
        Assert.Throws<ArgumentException>(() => (Make.Add(1) | Make.Add(1)).Named(" "));
        Assert.Equal("routes", Assert.Throws<ArgumentNullException>(() => new RouterPrimitive<int, int>(null!, (_, _) => "")).ParamName);
        var routes = new Dictionary<string, WorkflowPrimitive<int, int>> { ["a"] = Make.Add(1), ["b"] = null! };
        Assert.Equal("routes", Assert.Throws<ArgumentException>(() => new RouterPrimitive<int, int>(routes, (_, _) => "a")).ParamName);
    }
}
