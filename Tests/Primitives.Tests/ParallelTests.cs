using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class ParallelTests
{
    [Fact]
    public async Task Results_come_in_branch_order_whoever_finishes_first()
    {
        var gate = new TaskCompletionSource();
        var slow = new LambdaPrimitive<int, int>("slow", async i => { await gate.Task; return i + 1; });
        var fast = new LambdaPrimitive<int, int>("fast", i => { gate.SetResult(); return i + 2; });
        int[] results = await (slow | fast).ExecuteAsync(10, Make.Context());
        Assert.Equal(new[] { 11, 12 }, results);
    }

    [Fact]
    public async Task A_failing_branch_cancels_its_siblings_and_its_exception_surfaces()
    {
        using var telemetry = new Telemetry();
        var started = new TaskCompletionSource();
        var fails = new LambdaPrimitive<int, int>("fails", async i => { await started.Task; throw new InvalidOperationException("mine"); });

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => (Make.Hangs(started) | Make.Hangs() | fails).ExecuteAsync(1, Make.Context()).AsTask());

        Assert.Equal("mine", thrown.Message);
        Assert.Equal(2, telemetry.Sum("tta.primitive.executions", ("primitive_name", "hangs"), ("status", "cancelled")));
        Assert.Equal(1, telemetry.Sum("tta.primitive.executions", ("primitive_type", "parallel"), ("status", "failed")));
    }

    [Fact]
    public async Task Branches_after_one_that_failed_at_once_are_not_started()
    {
        bool ran = false;
        var other = new LambdaPrimitive<int, int>("other", i => { ran = true; return i; });
        await Assert.ThrowsAsync<InvalidOperationException>(() => (Make.Throws() | other).ExecuteAsync(1, Make.Context()).AsTask());
        Assert.False(ran);
    }

    [Fact]
    public async Task The_callers_cancellation_surfaces_as_such()
    {
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        Task<int[]> run = (Make.Hangs(started) | Make.Hangs()).ExecuteAsync(1, Make.Context(), stop.Token).AsTask();
        await started.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Branches_have_copies_of_the_state_and_share_the_usage()
    {
        WorkflowContext context = Make.Context();
        context.State["n"] = 1;
        static LambdaPrimitive<int, int> Branch(string name) => new(name, (i, c) =>
        {
            c.State["n"] = (int)c.State["n"]! + i;
            c.Usage.AddCall(1, 1, 0.25m);
            return (int)c.State["n"]!;
        });

        int[] results = await (Branch("a") | Branch("b")).ExecuteAsync(10, context);
        Assert.Equal(new[] { 11, 11 }, results);
        Assert.Equal(1, context.State["n"]);
        Assert.Equal(0.5m, context.Usage.Snapshot().CostUsd);
    }

    [Fact]
    public async Task No_more_branches_run_at_once_than_allowed()
    {
        int running = 0, most = 0;
        var branch = new LambdaPrimitive<int, int>("branch", async i =>
        {
            int now = Interlocked.Increment(ref running);
            most = Math.Max(most, now);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return i;
        });
        var parallel = new ParallelPrimitive<int, int>(Enumerable.Repeat(branch, 20), new ParallelPrimitiveOptions { MaxConcurrency = 3 });

        Assert.Equal(Enumerable.Repeat(5, 20), await parallel.ExecuteAsync(5, Make.Context()));
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task With_a_limit_too_a_failure_stops_what_has_not_started()
    {
        int runs = 0;
        var fails = new LambdaPrimitive<int, int>("fails", int (int _) => { runs++; throw new InvalidOperationException(); });
        var parallel = new ParallelPrimitive<int, int>(Enumerable.Repeat(fails, 5), new ParallelPrimitiveOptions { MaxConcurrency = 1 });
        await Assert.ThrowsAsync<InvalidOperationException>(() => parallel.ExecuteAsync(1, Make.Context()).AsTask());
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Each_branch_has_a_span_that_is_the_parent_of_the_branchs_own()
    {
        using var telemetry = new Telemetry();
        static LambdaPrimitive<int, int> Branch(string name) => new(name, async i => { await Task.Yield(); return i; });
        await (Branch("a") | Branch("b")).Named("both").ExecuteAsync(1, Make.Context());

        Activity root = telemetry.Span("primitive.parallel.execute");
        foreach ((string name, int index) in new[] { ("a", 0), ("b", 1) })
        {
            Activity branch = telemetry.Span($"primitive.parallel.branch_{index}");
            Assert.Equal(root.SpanId, branch.ParentSpanId);
            Assert.Equal(name, branch.GetTagItem("step.name"));
            Assert.Equal(index, branch.GetTagItem("step.index"));
            Activity inner = Assert.Single(telemetry.SpansNamed("primitive.lambda.execute"), s => name.Equals(s.GetTagItem("primitive.name")));
            Assert.Equal(branch.SpanId, inner.ParentSpanId);
        }

        Assert.Equal(
            [("both", "a"), ("both", "b")],
            telemetry.Of("tta.primitive.connections", ("connection_type", "parallel"))
                .Select(m => ((string)m.Labels["source_primitive"]!, (string)m.Labels["target_primitive"]!)));
    }

    [Fact]
    public void Without_branches_or_with_a_bad_limit_it_is_an_ArgumentException()
    {
        Assert.Throws<ArgumentException>(() => new ParallelPrimitive<int, int>([]));
        ArgumentException thrown = Assert.Throws<ArgumentException>(
            () => new ParallelPrimitive<int, int>([Make.Add(1)], new ParallelPrimitiveOptions { MaxConcurrency = 0 }));
        Assert.Contains("MaxConcurrency", thrown.Message, StringComparison.Ordinal);
    }

    // P5
    [Fact]
    public async Task A_failure_is_not_masked_by_a_later_cancellation()
    {
        using var telemetry = new Telemetry();
        using var stop = new CancellationTokenSource();
        var (failed, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = new LambdaPrimitive<int, int>("gives_way_slowly", async (i, token) =>
        {
            using CancellationTokenRegistration told = token.Register(failed.SetResult);
            await gate.Task;
            token.ThrowIfCancellationRequested();
            return i;
        });
        WorkflowPrimitive<int, int[]> inSequence = (slow | Make.Throws("mine")) >> new LambdaPrimitive<int[], int[]>("same", all => all);
        Task<int[]> run = inSequence.ExecuteAsync(1, Make.Context(), stop.Token).AsTask();
        await failed.Task;
        await stop.CancelAsync();
        gate.SetResult();
        Assert.Equal("mine", (await Assert.ThrowsAsync<InvalidOperationException>(() => run)).Message);
        Assert.Equal("failed", telemetry.Span("primitive.parallel.execute").GetTagItem("execution.status"));
        Assert.Equal("failed", telemetry.Span("primitive.sequential.execute").GetTagItem("execution.status"));
    }

    // The surviving mutant.
    [Fact]
    public async Task The_callers_cancellation_outranks_what_branches_make_of_it()
    {
        using var telemetry = new Telemetry();
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var itsOwn = new LambdaPrimitive<int, int>("its_own", async (i, token) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, TaskScheduler.Default);
            throw new HttpRequestException("closed");
        });
        Task<int[]> run = (itsOwn | Make.Hangs()).ExecuteAsync(1, Make.Context(), stop.Token).AsTask();
        await started.Task;
        await stop.CancelAsync();
        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run)).CancellationToken);
        Assert.Equal("cancelled", telemetry.Span("primitive.parallel.execute").GetTagItem("execution.status"));
    }

    [Fact]
    public async Task What_a_callback_of_a_branchs_token_throws_does_not_outrank_the_failure()
    {
        var started = new TaskCompletionSource();
        var registers = new LambdaPrimitive<int, int>("registers", async (i, token) =>
        {
            token.Register(() => throw new FormatException("callback"));
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return i;
        });
        var fails = new LambdaPrimitive<int, int>("fails", async i => { await started.Task; throw new InvalidOperationException("mine"); });
        Assert.Equal("mine", (await Assert.ThrowsAsync<InvalidOperationException>(
            () => (registers | fails).ExecuteAsync(1, Make.Context()).AsTask())).Message);
    }
}
