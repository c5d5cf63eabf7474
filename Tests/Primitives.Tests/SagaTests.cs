using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class SagaTests
{
    private readonly List<string> _undone = [];

    private SagaStep<int> Step(int n, bool undoFails = false) => new(
        Make.Add(n),
        new LambdaPrimitive<int, int>($"undo{n}", i =>
        {
            _undone.Add($"{n}:{i}");
            return undoFails ? throw new InvalidOperationException($"undo {n}") : i;
        }));

    [Fact]
    public async Task When_all_steps_succeed_nothing_is_undone()
    {
        Assert.Equal(6, await new SagaPrimitive<int>([Step(1), Step(2), Step(3)]).ExecuteAsync(0, Make.Context()));
        Assert.Empty(_undone);
    }

    [Fact]
    public async Task A_failure_undoes_the_finished_steps_in_reverse_with_their_original_inputs_and_surfaces()
    {
        using var telemetry = new Telemetry();
        var saga = new SagaPrimitive<int>([Step(1), new(Make.Add(10)), Step(2), new(Make.Throws("no")), Step(3)]);
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => saga.ExecuteAsync(100, Make.Context()).AsTask());

        Assert.Equal("no", thrown.Message);
        Assert.Equal(["2:111", "1:100"], _undone);
        Activity root = telemetry.Span("primitive.saga.execute");
        Assert.Equal(root.SpanId, telemetry.Span("recovery.saga.compensate_2").ParentSpanId);
        Assert.Equal(root.SpanId, telemetry.Span("recovery.saga.compensate_0").ParentSpanId);
        Assert.Single(root.Events);
    }

    [Fact]
    public async Task Compensations_that_fail_are_collected_and_do_not_stop_the_others()
    {
        var saga = new SagaPrimitive<int>([Step(1, undoFails: true), Step(2), Step(3, undoFails: true), new(Make.Throws("no"))]);
        SagaCompensationException thrown = await Assert.ThrowsAsync<SagaCompensationException>(() => saga.ExecuteAsync(0, Make.Context()).AsTask());
        Assert.Equal(["no", "undo 3", "undo 1"], thrown.InnerExceptions.Select(e => e.Message));
        Assert.Equal(3, _undone.Count);
    }

    [Fact]
    public async Task A_cancelled_saga_is_undone_too()
    {
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        Task<int> run = new SagaPrimitive<int>([Step(1), new(Make.Hangs(started))]).ExecuteAsync(0, Make.Context(), stop.Token).AsTask();
        await started.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(["1:0"], _undone);
    }

    [Fact]
    public async Task Connections_lead_from_the_saga_to_its_first_step_and_from_step_to_step()
    {
        using var telemetry = new Telemetry();
        await new SagaPrimitive<int>([Step(1), Step(2), Step(3)], "booking").ExecuteAsync(0, Make.Context());
        Assert.Equal(
            [("booking", "add1"), ("add1", "add2"), ("add2", "add3")],
            telemetry.Of("tta.primitive.connections", ("connection_type", "sequential"))
                .Select(m => ((string)m.Labels["source_primitive"]!, (string)m.Labels["target_primitive"]!)));
    }

    [Fact]
    public async Task A_compensation_is_told_apart_on_its_span_and_is_not_cancelled_with_the_caller()
    {
        using var telemetry = new Telemetry();
        using var stop = new CancellationTokenSource();
        bool? cancelled = null;
        var undo = new LambdaPrimitive<int, int>("undo", ValueTask<int> (int i, CancellationToken cancellationToken) =>
        {
            cancelled = cancellationToken.IsCancellationRequested;
            return new(i);
        });
        var saga = new SagaPrimitive<int>([new(Make.Add(1), undo), new(new LambdaPrimitive<int, int>("stop", ValueTask<int> (int i, CancellationToken token) =>
        {
            stop.Cancel();
            token.ThrowIfCancellationRequested();
            return new(i);
        }))]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saga.ExecuteAsync(0, Make.Context(), stop.Token).AsTask());

        Assert.False(cancelled);
        Activity span = telemetry.Span("recovery.saga.compensate_0");
        Assert.Equal(("compensate", 0), (span.GetTagItem("primitive.action"), span.GetTagItem("step.index")));
    }

    [Fact]
    public void A_step_that_is_missing_is_an_ArgumentException()
    {
        Assert.Throws<ArgumentException>("steps", () => new SagaPrimitive<int>([Step(1), null!]));
        Assert.Throws<ArgumentException>("steps", () => new SagaPrimitive<int>([new(null!)]));
        Assert.Throws<ArgumentNullException>("steps", () => new SagaPrimitive<int>(null!));
    }

    [Fact]
    public void Without_steps_it_is_an_ArgumentException() => Assert.Throws<ArgumentException>(() => new SagaPrimitive<int>([]));

    // S1
    [Fact]
    public async Task A_saga_whose_deadline_has_passed_is_undone_all_the_same()
    {
        var time = new ManualTime();
        WorkflowPrimitive<int, int> Within(WorkflowPrimitive<int, int> inner) => new TimeoutPrimitive<int, int>(
            new RetryPrimitive<int, int>(inner, new RetryOptions { TimeProvider = time, BaseDelay = TimeSpan.Zero }), new TimeoutOptions { TimeProvider = time });
        var context = new WorkflowContext("booking") { Deadline = time.GetUtcNow() + TimeSpan.FromSeconds(1), SessionId = "s" };
        context.State["seat"] = "12A";
        var undone = new List<string>();
        int tries = 0;
        var undo = new LambdaPrimitive<int, int>("undo", (i, own) =>
        {
            undone.Add($"{i} {own.State["seat"]} {own.WorkflowId == context.WorkflowId} {own.SessionId} {own.Deadline is null}");
            own.State["seat"] = null;
            own.Usage.AddCall(1, 1, 1m);
            return tries++ == 0 ? throw new InvalidOperationException("once more") : i;
        });
        var late = new LambdaPrimitive<int, int>("late", i =>
        {
            time.Advance(TimeSpan.FromSeconds(2));
            return i;
        });
        var saga = new SagaPrimitive<int>([new(Make.Add(1), Within(undo)), new(late), new(Within(Make.Add(1)))]);
        await Assert.ThrowsAsync<WorkflowTimeoutException>(() => saga.ExecuteAsync(7, context).AsTask());

        Assert.Equal(2, undone.Count);
        Assert.Equal("7 12A True s True", undone[0]);
        Assert.Null(context.State["seat"]);
        Assert.Equal(2, context.Usage.Snapshot().Calls);
        Assert.NotNull(context.Deadline);
    }

    // P5, of a saga: compensations take their time.
    [Fact]
    public async Task A_failure_is_not_masked_by_a_caller_that_leaves_while_steps_are_undone()
    {
        using var telemetry = new Telemetry();
        using var stop = new CancellationTokenSource();
        var undo = new LambdaPrimitive<int, int>("undo", i => { stop.Cancel(); return i; });
        var saga = new SagaPrimitive<int>([new(Make.Add(1), undo), new(Make.Throws("no"))]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => saga.ExecuteAsync(1, Make.Context(), stop.Token).AsTask());
        Assert.Equal("failed", telemetry.Span("primitive.saga.execute").GetTagItem("execution.status"));
    }

    [Fact]
    public async Task What_could_not_be_undone_is_a_failure_even_when_the_caller_had_left()
    {
        using var telemetry = new Telemetry();
        using var stop = new CancellationTokenSource();
        var leaves = new LambdaPrimitive<int, int>("leaves", int (int _) => { stop.Cancel(); throw new InvalidOperationException("closed"); });
        await Assert.ThrowsAsync<SagaCompensationException>(
            () => new SagaPrimitive<int>([Step(1, undoFails: true), new(leaves)]).ExecuteAsync(1, Make.Context(), stop.Token).AsTask());
        Assert.Equal("failed", telemetry.Span("primitive.saga.execute").GetTagItem("execution.status"));

        using var again = new CancellationTokenSource();
        leaves = new("leaves", int (int _) => { again.Cancel(); throw new InvalidOperationException("closed"); });
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => new SagaPrimitive<int>([Step(1), new(leaves)]).ExecuteAsync(1, Make.Context(), again.Token).AsTask());
        Assert.Equal("cancelled", telemetry.SpansNamed("primitive.saga.execute").Last().GetTagItem("execution.status"));
    }
}
