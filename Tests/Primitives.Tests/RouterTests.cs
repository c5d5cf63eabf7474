using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class RouterTests
{
    private static readonly Dictionary<string, WorkflowPrimitive<int, int>> Routes = new()
    {
        ["small"] = Make.Add(1, "one"),
        ["large"] = Make.Add(1000, "thousand"),
    };

    private static RouterPrimitive<int, int> BySize(string? defaultRoute = null) => new(
        Routes,
        (i, _) => i < 0 ? "negative" : i < 10 ? "small" : "large",
        new RouterOptions { Name = "by_size", DefaultRoute = defaultRoute });

    [Theory]
    [InlineData(1, 2, true)]
    [InlineData(100, 1100, true)]
    [InlineData(1, 2, false)]
    [InlineData(100, 1100, false)]
    public async Task Only_the_chosen_route_runs(int input, int expected, bool observed)
    {
        using var telemetry = new Telemetry(observed, observed);
        Assert.Equal(expected, await BySize().ExecuteAsync(input, Make.Context()));
        Assert.Equal(observed ? 1 : 0, telemetry.SpansNamed("primitive.lambda.execute").Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_route_is_an_error_that_lists_the_routes(bool observed)
    {
        using var telemetry = new Telemetry(observed, observed);
        UnknownRouteException thrown = await Assert.ThrowsAsync<UnknownRouteException>(
            () => BySize().ExecuteAsync(-1, Make.Context()).AsTask());

        Assert.Equal("negative", thrown.Route);
        Assert.Contains("'by_size' has no route 'negative'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("large, small", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_route_goes_to_the_default_if_there_is_one(bool observed)
    {
        using var telemetry = new Telemetry(observed, observed);
        Assert.Equal(999, await BySize("large").ExecuteAsync(-1, Make.Context()));
        Assert.Equal(observed ? 1 : 0, telemetry.Sum("tta.router.decisions", ("route_selected", "large"), ("reason", "default")));
    }

    [Fact]
    public async Task The_decision_has_a_span_of_its_own_that_ends_before_the_route_starts()
    {
        using var telemetry = new Telemetry();
        await BySize().ExecuteAsync(1, Make.Context());

        Activity router = telemetry.Span("primitive.router.execute");
        Activity decision = telemetry.Span("primitive.router.route_decision");
        Activity route = telemetry.Span("primitive.lambda.execute");
        Assert.Equal(router.SpanId, decision.ParentSpanId);
        Assert.Equal(router.SpanId, route.ParentSpanId);
        Assert.Equal("small", decision.GetTagItem("router.route"));
        Assert.Equal("rule", decision.GetTagItem("router.reason"));
        Assert.True(telemetry.Spans.ToList().IndexOf(decision) < telemetry.Spans.ToList().IndexOf(route));
        Assert.Equal(1, telemetry.Sum("tta.router.decisions", ("router_name", "by_size"), ("route_selected", "small"), ("reason", "rule")));
        Assert.Equal(1, telemetry.Sum("tta.primitive.connections", ("source_primitive", "by_size"), ("target_primitive", "one"), ("connection_type", "route")));
    }

    [Fact]
    public async Task Reasons_that_a_selector_makes_up_do_not_grow_the_metrics_without_bound()
    {
        using var telemetry = new Telemetry();
        int n = 0;
        var router = new RouterPrimitive<int, int>(
            Routes, new Selector(() => new RouteDecision("small", $"reason {n++}")), new RouterOptions { MaxReasons = 2 });
        for (int i = 0; i < 5; i++)
        {
            await router.ExecuteAsync(1, Make.Context());
        }

        Assert.Equal(
            ["reason 0", "reason 1", "other", "other", "other"],
            telemetry.Of("tta.router.decisions").Select(m => m.Labels["reason"]));
    }

    [Fact]
    public void Nonsense_is_refused_at_construction()
    {
        Assert.Throws<ArgumentException>(() => new RouterPrimitive<int, int>(new Dictionary<string, WorkflowPrimitive<int, int>>(), (_, _) => "x"));
        ArgumentException thrown = Assert.Throws<ArgumentException>(
            () => new RouterPrimitive<int, int>(Routes, (_, _) => "x", new RouterOptions { DefaultRoute = "nowhere" }));
        Assert.Contains("nowhere", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_selector_that_waits_is_waited_for()
    {
        var router = new RouterPrimitive<int, int>(Routes, new Selector(() => new RouteDecision("large", "x"), yields: true));
        Assert.Equal(1001, await router.ExecuteAsync(1, Make.Context()));
    }

    private sealed class Selector(Func<RouteDecision> choose, bool yields = false) : IRouteSelector<int>
    {
        public async ValueTask<RouteDecision> SelectAsync(int input, WorkflowContext context, CancellationToken cancellationToken)
        {
            if (yields)
            {
                await Task.Yield();
            }

            return choose();
        }
    }

    // B1, of a router.
    [Fact]
    public async Task It_compares_names_as_its_dictionary_does_and_its_labels_are_the_routes_own_names()
    {
        using var telemetry = new Telemetry();
        var routes = new Dictionary<string, WorkflowPrimitive<int, int>>(StringComparer.OrdinalIgnoreCase) { ["fast"] = Make.Add(1), ["good"] = Make.Add(2) };
        var router = new RouterPrimitive<int, int>(routes, (i, _) => i == 0 ? "FAST" : i == 1 ? "Good" : "none", new RouterOptions { DefaultRoute = "GOOD" });
        foreach ((int input, int expected) in ((int, int)[])[(0, 1), (1, 3), (2, 4)])
        {
            Assert.Equal(expected, await router.ExecuteAsync(input, Make.Context()));
        }

        Assert.Equal(["fast", "good", "good"], telemetry.Of("tta.router.decisions").Select(m => m.Labels["route_selected"]));
        Assert.Equal(["fast", "good", "good"], telemetry.SpansNamed("primitive.router.route_decision").Select(s => s.GetTagItem("router.route")));
    }

    [Fact]
    public async Task A_selector_is_told_of_its_route_by_the_name_it_gave()
    {
        var routes = new Dictionary<string, WorkflowPrimitive<int, int>>(StringComparer.OrdinalIgnoreCase) { ["a"] = Make.Add(1), ["b"] = Make.Add(2) };
        var router = new RouterPrimitive<int, int>(routes, new LatencySelector<int>(["A", "B"], exploreEvery: 0));
        Assert.Equal((int[])[2, 3], (int[])[await router.ExecuteAsync(1, Make.Context()), await router.ExecuteAsync(1, Make.Context())]);
    }
}
