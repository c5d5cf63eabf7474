using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
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
    public async Task What_the_reader_of_a_stream_waits_for_is_the_model_s_time_and_not_its_own()
    {
        using var telemetry = new Telemetry(spans: false);
        var model = new LlmStreamingPrimitive(new YieldingChatClient(), new LlmOptions { Provider = "p", Model = "m", Name = "model" });
        var read = new LambdaPrimitive<LlmStream, LlmResponse>("read", async (stream, stop) => await stream.ReadAsync(stop));
        WorkflowPrimitive<string, LlmResponse> whole = (model >> read).Named("whole");
        await whole.ExecuteAsync("hi", Make.Context());

        Assert.Equal(telemetry.Sum("tta.execution.duration", ("primitive_name", "whole")), telemetry.Sum("tta.execution.own"), 1e-9);
        Assert.Equal(2, telemetry.Of("tta.execution.own").Count(own => Equals(own.Labels["primitive_name"], "model")));
        Assert.True(
            telemetry.Sum("tta.execution.own", ("primitive_name", "read")) < telemetry.Sum("tta.execution.duration", ("primitive_name", "read")));
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
    public async Task Who_shares_an_execution_and_waits_for_more_than_it_waits_for_the_cache()
    {
        using var telemetry = new Telemetry(spans: false);
        var lookup = new TaskCompletionSource<byte[]?>();
        var cache = new CachePrimitive<string, string>(
            new LambdaPrimitive<string, string>("inner", text => text),
            (text, _) => text,
            new CacheOptions<string>
            {
                Name = "answers",
                SecondLevel = new FakeDistributedCache { Deaf = () => lookup.Task },
                SecondLevelTimeout = TimeSpan.FromSeconds(60),
            });
        Task<string> first = cache.ExecuteAsync("a", new WorkflowContext("first")).AsTask();
        Task<string> second = cache.ExecuteAsync("a", new WorkflowContext("second")).AsTask();
        lookup.SetResult(null);
        await Task.WhenAll(first, second);

        // Only what the inner primitive took is not the cache's own: the look-up is.
        double made = telemetry.Sum("tta.execution.duration", ("primitive_name", "inner"));
        double whole = telemetry.Sum("tta.execution.duration", ("primitive_name", "answers"), ("workflow_name", "second"));
        double own = telemetry.Sum("tta.execution.own", ("primitive_name", "answers"), ("workflow_name", "second"));
        Assert.Equal(whole - made, own, 1e-9);
    }

    [Fact]
    public async Task Who_comes_late_to_a_shared_execution_has_not_waited_for_all_of_it()
    {
        using var telemetry = new Telemetry(spans: false);
        var gate = new TaskCompletionSource<int>();
        var cache = new CachePrimitive<int, int>(new LambdaPrimitive<int, int>("inner", _ => gate.Task), (_, _) => "a");
        long began = Stopwatch.GetTimestamp();
        Task<int> first = cache.ExecuteAsync(1, new WorkflowContext("first")).AsTask();
        SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(began).TotalMilliseconds > 20);
        Task<int> second = cache.ExecuteAsync(1, new WorkflowContext("second")).AsTask();
        gate.SetResult(1);
        await Task.WhenAll(first, second);
        Assert.True(telemetry.Sum("tta.execution.own", ("primitive_type", "cache"), ("workflow_name", "second")) > 0);
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

    /// <summary>Answers in chunks that are not there yet when they are asked for.</summary>
    private sealed class YieldingChatClient : IChatClient
    {
        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (string chunk in (string[])["one ", "two ", "three"])
            {
                await Task.Yield();
                yield return new(ChatRole.Assistant, chunk);
            }
        }

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
