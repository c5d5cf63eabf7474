using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class FallbackTests
{
    [Fact]
    public async Task The_primarys_result_is_taken_when_there_is_one()
    {
        using var telemetry = new Telemetry();
        var fallback = new FallbackPrimitive<int, int>(Make.Add(1), [Make.Throws()]);
        Assert.Equal(2, await fallback.ExecuteAsync(1, Make.Context()));
        Assert.Empty(telemetry.Of("tta.fallback.activations"));
    }

    [Fact]
    public async Task The_fallbacks_are_tried_in_order_on_the_same_input_and_context()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        var last = new LambdaPrimitive<int, int>("last", (i, c) => ReferenceEquals(c, context) ? i * 10 : -1);
        var fallback = new FallbackPrimitive<int, int>(
            Make.Throws("p", "primary"), [Make.Throws("f", "first"), last, Make.Add(1, "never")], new FallbackOptions { Name = "safe" });

        Assert.Equal(50, await fallback.ExecuteAsync(5, context));
        Activity root = telemetry.Span("primitive.fallback.execute");
        Assert.Equal(ActivityStatusCode.Unset, root.Status);
        Assert.Equal(ActivityStatusCode.Error, telemetry.Span("recovery.fallback.fallback_1").Status);
        Assert.Equal(root.SpanId, telemetry.Span("recovery.fallback.fallback_2").ParentSpanId);
        Assert.Empty(telemetry.SpansNamed("recovery.fallback.fallback_3"));
        Assert.Equal(
            [("first", 1), ("last", 1)],
            telemetry.Of("tta.fallback.activations", ("primitive_name", "safe")).Select(m => (m.Labels["fallback_name"], m.Value)));
        Assert.Equal(["first", "last"], telemetry.Of("tta.primitive.connections", ("connection_type", "fallback")).Select(m => m.Labels["target_primitive"]));
    }

    [Fact]
    public async Task When_all_fail_one_exception_holds_all_failures_the_primarys_first()
    {
        var fallback = new FallbackPrimitive<int, int>(Make.Throws("one"), [Make.Throws("two"), Make.Throws("three")]);
        AllFallbacksFailedException thrown = await Assert.ThrowsAsync<AllFallbacksFailedException>(
            () => fallback.ExecuteAsync(1, Make.Context()).AsTask());
        Assert.Equal(["one", "two", "three"], thrown.InnerExceptions.Select(e => e.Message));
    }

    [Fact]
    public async Task What_the_predicate_refuses_surfaces_at_once()
    {
        var fallback = new FallbackPrimitive<int, int>(
            Make.Throws(), [Make.Add(1)], new FallbackOptions { ShouldHandle = e => e is not InvalidOperationException });
        await Assert.ThrowsAsync<InvalidOperationException>(() => fallback.ExecuteAsync(1, Make.Context()).AsTask());
    }

    [Fact]
    public async Task What_the_predicate_refuses_of_a_fallback_surfaces_at_once_too()
    {
        bool ran = false;
        var fallback = new FallbackPrimitive<int, int>(
            Make.Throws("down"),
            [Make.Throws("refused"), new LambdaPrimitive<int, int>("never", i => { ran = true; return i; })],
            new FallbackOptions { ShouldHandle = e => e.Message == "down" });
        Assert.Equal("refused", (await Assert.ThrowsAsync<InvalidOperationException>(() => fallback.ExecuteAsync(1, Make.Context()).AsTask())).Message);
        Assert.False(ran);
    }

    [Fact]
    public async Task The_callers_cancellation_is_not_a_reason_to_fall_back()
    {
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        bool ran = false;
        var fallback = new FallbackPrimitive<int, int>(
            Make.Hangs(started), [new LambdaPrimitive<int, int>("f", i => { ran = true; return i; })]);
        Task<int> run = fallback.ExecuteAsync(1, Make.Context(), stop.Token).AsTask();
        await started.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(ran);
    }

    [Fact]
    public void Without_fallbacks_it_is_an_ArgumentException()
    {
        Assert.Throws<ArgumentException>("fallbacks", () => new FallbackPrimitive<int, int>(Make.Add(1), []));
        Assert.Throws<ArgumentException>("fallbacks", () => new FallbackPrimitive<int, int>(Make.Add(1), [null!]));
        Assert.Throws<ArgumentNullException>("primary", () => new FallbackPrimitive<int, int>(null!, [Make.Add(1)]));
    }
}
