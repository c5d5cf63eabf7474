using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class SequentialTests
{
    [Fact]
    public async Task Each_step_takes_the_output_of_the_one_before()
    {
        var steps = new LambdaPrimitive<int, string>("text", i => $"<{i}>") >> new LambdaPrimitive<string, int>("length", s => s.Length);
        Assert.Equal(4, await steps.ExecuteAsync(42, Make.Context()));
    }

    [Fact]
    public async Task It_stops_at_the_first_exception()
    {
        bool ran = false;
        var last = new LambdaPrimitive<int, int>("last", i => { ran = true; return i; });
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => (Make.Add(1) >> Make.Throws("first") >> Make.Throws("second") >> last).ExecuteAsync(1, Make.Context()).AsTask());

        Assert.Equal("first", thrown.Message);
        Assert.False(ran);
    }

    [Fact]
    public void Without_steps_it_is_an_ArgumentException() =>
        Assert.Throws<ArgumentException>(() => SequentialPrimitive.Create<int>([]));

    [Fact]
    public async Task State_that_one_step_writes_is_seen_by_later_ones()
    {
        var write = new LambdaPrimitive<int, int>("write", (i, c) => { c.State["seen"] = i; return 0; });
        var read = new LambdaPrimitive<int, int>("read", (_, c) => (int)c.State["seen"]!);
        Assert.Equal(7, await (write >> read).ExecuteAsync(7, Make.Context()));
    }

    [Fact]
    public async Task Each_step_has_a_span_that_is_the_parent_of_the_steps_own()
    {
        using var telemetry = new Telemetry();
        await (Make.Add(1, "a") >> Make.Add(2, "b")).ExecuteAsync(0, Make.Context());

        Activity root = telemetry.Span("primitive.sequential.execute");
        Activity second = telemetry.Span("primitive.sequential.step_1");
        Activity inner = Assert.Single(telemetry.SpansNamed("primitive.lambda.execute"), s => "b".Equals(s.GetTagItem("primitive.name")));
        Assert.Equal(root.SpanId, second.ParentSpanId);
        Assert.Equal(second.SpanId, inner.ParentSpanId);
        Assert.Equal(1, second.GetTagItem("step.index"));
        Assert.Equal("b", second.GetTagItem("step.name"));
        Assert.Equal("step", second.GetTagItem("primitive.action"));
        Assert.Equal("success", second.GetTagItem("execution.status"));
        Assert.True(root.Duration >= second.Duration && second.Duration >= inner.Duration);
    }

    [Fact]
    public async Task Connections_lead_from_step_to_step()
    {
        using var telemetry = new Telemetry();
        await (Make.Add(1, "a") >> Make.Add(2, "b")).Named("chain").ExecuteAsync(0, Make.Context());

        Assert.Equal(
            [("chain", "a"), ("a", "b")],
            telemetry.Of("tta.primitive.connections", ("connection_type", "sequential"))
                .Select(m => ((string)m.Labels["source_primitive"]!, (string)m.Labels["target_primitive"]!)));
    }

    [Fact]
    public void Chains_flatten_however_they_are_bracketed_but_a_named_one_stays_whole()
    {
        LambdaPrimitive<int, int> a = Make.Add(1, "a"), b = Make.Add(2, "b"), c = Make.Add(3, "c"), d = Make.Add(4, "d");
        Assert.Equal(["a", "b", "c", "d"], ((a >> b) >> (c >> d)).Steps.Select(s => s.Name));
        Assert.Equal(["a", "b", "c", "d"], (a >> (b >> (c >> d))).Steps.Select(s => s.Name));
        Assert.Equal(["a", "middle", "d"], (a >> (b >> c).Named("middle") >> d).Steps.Select(s => s.Name));
    }

    [Fact]
    public async Task Steps_that_wait_keep_their_order_and_their_parents()
    {
        using var telemetry = new Telemetry();
        static LambdaPrimitive<string, string> Step(string name) => new(name, async s => { await Task.Yield(); return s + name; });
        Assert.Equal("abc", await (Step("a") >> Step("b") >> Step("c")).ExecuteAsync("", Make.Context()));
        Assert.Equal(3, telemetry.SpansNamed("primitive.lambda.execute").Count(s => s.Parent!.OperationName.StartsWith("primitive.sequential.step_", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_thousand_steps_are_no_problem()
    {
        SequentialPrimitive<int, int> many = SequentialPrimitive.Create(Enumerable.Repeat<WorkflowPrimitive<int, int>>(Make.Add(1), 1000));
        Assert.Equal(1000, await many.ExecuteAsync(0, Make.Context()));
    }
}
