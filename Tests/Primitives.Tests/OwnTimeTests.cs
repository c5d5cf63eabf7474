using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>Where the time of a workflow goes: each primitive's own, without what it contains.</summary>
public sealed class OwnTimeTests
{
    [Fact]
    public async Task The_own_times_of_a_sequence_and_of_all_in_it_add_up_to_the_time_of_the_whole()
    {
        using var telemetry = new Telemetry(spans: false);
        var inner = new RetryPrimitive<int, int>(Make.FailsFirst(2), new RetryOptions { BaseDelay = TimeSpan.Zero });
        WorkflowPrimitive<int, int> whole = (Make.Add(1) >> Yields("yields") >> inner).Named("whole");
        await whole.ExecuteAsync(1, Make.Context());

        Assert.Equal(telemetry.Sum("tta.execution.duration", ("primitive_name", "whole")), telemetry.Sum("tta.execution.own"), 1e-9);
        Assert.All(telemetry.Of("tta.execution.own"), own => Assert.True(own.Value >= 0));
    }

    [Fact]
    public async Task What_a_parallel_waits_for_is_its_branches_time_and_not_its_own()
    {
        using var telemetry = new Telemetry(spans: false);
        var gate = new TaskCompletionSource<int>();
        var waits = new LambdaPrimitive<int, int>("waits", _ => gate.Task);
        WorkflowPrimitive<int, int[]> parallel = (waits | Yields("yields")).Named("both");
        ValueTask<int[]> running = parallel.ExecuteAsync(1, Make.Context());
        gate.SetResult(1);
        await running;

        double longest = telemetry.Of("tta.execution.duration").Where(m => !Equals(m.Labels["primitive_name"], "both")).Max(m => m.Value);
        double whole = telemetry.Sum("tta.execution.duration", ("primitive_name", "both"));
        Assert.True(telemetry.Sum("tta.execution.own", ("primitive_name", "both")) <= whole - longest);
    }

    [Fact]
    public async Task What_a_cache_fetches_is_not_its_own_time()
    {
        using var telemetry = new Telemetry(spans: false);
        var cache = new CachePrimitive<int, int>(Yields("inner"), (i, _) => $"{i}");
        await cache.ExecuteAsync(1, Make.Context());

        Assert.Equal(telemetry.Sum("tta.execution.duration", ("primitive_type", "cache")), telemetry.Sum("tta.execution.own"), 1e-9);
    }

    [Fact]
    public async Task A_primitive_that_fails_leaves_no_time_behind_for_the_next()
    {
        using var telemetry = new Telemetry(spans: false);
        WorkflowPrimitive<int, int> whole =
            new FallbackPrimitive<int, int>(Make.Throws(), [Make.Add(1)], new FallbackOptions { Name = "whole" });
        await whole.ExecuteAsync(1, Make.Context());

        Assert.Equal(telemetry.Sum("tta.execution.duration", ("primitive_name", "whole")), telemetry.Sum("tta.execution.own"), 1e-9);
    }

    [Fact]
    public async Task What_a_saga_undoes_is_not_its_own_time_also_past_a_deadline()
    {
        using var telemetry = new Telemetry(spans: false);
        var saga = new SagaPrimitive<int>([new(Yields("does"), Yields("undoes")), new(Make.Throws())], "whole");
        var context = new WorkflowContext("booking") { Deadline = DateTimeOffset.UtcNow.AddHours(1) };
        await Assert.ThrowsAsync<InvalidOperationException>(() => saga.ExecuteAsync(1, context).AsTask());

        Assert.Equal(telemetry.Sum("tta.execution.duration", ("primitive_name", "whole")), telemetry.Sum("tta.execution.own"), 1e-9);
    }

    private static LambdaPrimitive<int, int> Yields(string name) => new(name, async (i, _) =>
    {
        await Task.Yield();
        return i;
    });
}
