using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>Bytes per execution once warm: what each primitive allocates when nobody listens, and the ceiling when somebody does.</summary>
public sealed class AllocationTests
{
    private static readonly LambdaPrimitive<int, int> Next = new("next", i => i + 1);
    private static readonly WorkflowContext Session = new("steady") { SessionId = "s" };
    private static readonly Dictionary<string, WorkflowPrimitive<int, int>> Routes = new() { ["a"] = Next, ["b"] = Next };

    /// <summary>Each primitive, and the bytes of one execution.</summary>
    private static readonly Dictionary<string, (long Bytes, Func<WorkflowContext, Action> Execution)> Steady = new()
    {
        ["lambda"] = (0, Of(Next)),
        ["sequential"] = (0, Of(Next >> Next >> Next)),
        ["loop"] = (0, Of(new LoopPrimitive<int>(Next, (i, _) => i % 3 == 0))),
        ["conditional"] = (0, Of(new ConditionalPrimitive<int, int>((_, _) => true, Next))),
        ["switch"] = (0, Of(new SwitchPrimitive<int, int, int>((_, _) => 1, new Dictionary<int, WorkflowPrimitive<int, int>> { [1] = Next }))),
        ["router"] = (0, Of(new RouterPrimitive<int, int>(Routes, (_, _) => "a"))),
        ["router by strategy"] = (0, Of(new RouterPrimitive<int, int>(Routes, new RoundRobinSelector<int>(["a", "b"])))),
        ["router by latency"] = (0, Of(new RouterPrimitive<int, int>(Routes, new LatencySelector<int>(["a", "b"])))),
        ["retry"] = (0, Of(new RetryPrimitive<int, int>(Next))),
        ["fallback"] = (0, Of(new FallbackPrimitive<int, int>(Next, [Next]))),

        // The token and its timer. They are made anew, since the inner primitive may keep the token.
        ["timeout"] = (208, Of(new TimeoutPrimitive<int, int>(Next))),
        ["circuit_breaker"] = (0, Of(new CircuitBreakerPrimitive<int, int>(Next))),
        ["saga"] = (0, Of(new SagaPrimitive<int>([new(Next, Next), new(Next)]))),
        ["validation"] = (0, Of(new ValidationPrimitive<int>([new("any", _ => true, "")]))),
        ["cache hit"] = (0, Of(new CachePrimitive<int, int>(Next, (_, _) => "key"))),
        ["adaptive retry"] = (0, Of(new AdaptiveRetryPrimitive<int, int>(Next))),
        ["adaptive timeout"] = (208, Of(new AdaptiveTimeoutPrimitive<int, int>(Next))),
        ["adaptive fallback"] = (0, Of(new AdaptiveFallbackPrimitive<int, int>([Next, Next]))),
        ["adaptive cache hit"] = (0, Of(new AdaptiveCachePrimitive<int, int>(Next, (_, _) => "key"))),

        // The array of results, and a context for each branch and the token of all, which a branch may hold on to.
        ["parallel of 3"] = (ArrayOf(3, sizeof(int)) + (3 * 56) + 80, Of(Next | Next | Next)),

        // What is asked for: a list with the entry found, with the one stored, or with none.
        ["memory recall"] = (ArrayOf(1, 16), Of(Remembering(), new MemoryRequest.Recall("k"))),
        ["memory store"] = (ArrayOf(1, 16) + 96, Of(Remembering(), new MemoryRequest.Store("k", "v"))),
        ["memory forget"] = (0, Of(Remembering(), new MemoryRequest.Forget("k"))),

        // A message in a list, the options and the response; they are the client's and the caller's to keep.
        ["llm"] = (608, Of(new LlmPrimitive(new OneAnswer(), new LlmOptions { Provider = "p", Model = "m" }), "hi")),
    };

    public static TheoryData<string> Primitives => [.. Steady.Keys];

    [Theory]
    [MemberData(nameof(Primitives))]
    public void An_execution_that_nobody_listens_to_allocates_only_what_it_returns(string primitive)
    {
        (long bytes, Func<WorkflowContext, Action> execution) = Steady[primitive];
        Assert.Equal(bytes, BytesPer(execution(Session)));
    }

    [Fact]
    public void A_chunk_of_a_stream_that_nobody_listens_to_allocates_nothing()
    {
        var model = new LlmStreamingPrimitive(new SomeChunks(), new LlmOptions { Provider = "p", Model = "m" });
        long Bytes(int chunks)
        {
            long least = long.MaxValue;
            for (int round = 0; round < 10; round++)
            {
                LlmStream stream = model.ExecuteAsync($"{chunks}", Session).AsTask().GetAwaiter().GetResult();
                IAsyncEnumerator<ChatResponseUpdate> reader = stream.GetAsyncEnumerator();
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < chunks; i++)
                {
                    Assert.True(reader.MoveNextAsync().GetAwaiter().GetResult());
                }

                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
                reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }

            return least;
        }

        Assert.Equal(0, Bytes(1000));
    }

    [Fact]
    public Task A_fully_observed_primitive_allocates_at_most_700_bytes() => WithoutTheRunnersContext(() =>
    {
        using Listeners listeners = new();
        using Activity parent = new Activity("parent").Start();

        // Workflow id, name and correlation id; primitive type, name and action; status and duration.
        Assert.InRange(BytesPer(Of(Next)(Make.Context())), 1, 700);
    });

    [Fact]
    public Task With_agent_and_session_it_allocates_no_more_than_the_same_span_by_hand() => WithoutTheRunnersContext(() =>
    {
        using Listeners listeners = new();
        using Activity parent = new Activity("parent").Start();
        var known = new WorkflowContext("content_generation") { AgentId = "a", AgentType = "writer", SessionId = "s" };

        // Eleven attributes at 40 bytes each on a started activity of 368: that alone is more than 700.
        long byHand = BytesPer(() => SpanByHand(known));
        Assert.Equal(368 + (11 * 40), byHand);
        Assert.InRange(BytesPer(Of(Next)(known)), 1, byHand);
    });

    [Fact]
    public void Metrics_alone_allocate_nothing()
    {
        using Listeners listeners = new(spans: false);
        Assert.Equal(0, BytesPer(Of(Next)(Make.Context())));
    }

    /// <summary>The least that the attributes can cost: nothing but the activity, written with constants.</summary>
    private static void SpanByHand(WorkflowContext context)
    {
        ExecutionContext before = ExecutionContext.Capture()!;
        Activity span = Instruments.Source.StartActivity("primitive.lambda.execute")!;
        span.AddTag("primitive.type", "lambda");
        span.AddTag("primitive.name", "next");
        span.AddTag("primitive.action", "execute");
        span.AddTag("workflow.id", context.WorkflowId);
        span.AddTag("correlation.id", context.CorrelationId);
        span.AddTag("workflow.name", context.WorkflowName);
        span.AddTag("agent.id", context.AgentId);
        span.AddTag("agent.type", context.AgentType);
        span.AddTag("session.id", context.SessionId);
        span.AddTag("execution.status", "success");
        span.AddTag("execution.duration_ms", Boxed.Milliseconds(0.000_001));
        ExecutionContext.Restore(before);
        span.Stop();
    }

    /// <summary>The runner keeps its test context in an asynchronous local, and each of these adds 16 bytes to setting the current activity.</summary>
    private static Task WithoutTheRunnersContext(Action measure)
    {
        using AsyncFlowControl suppressed = ExecutionContext.SuppressFlow();
        return Task.Run(measure);
    }

    private static long ArrayOf(int length, int size) => 24 + ((((long)length * size) + 7) / 8 * 8);

    private static MemoryPrimitive Remembering()
    {
        var memory = new MemoryPrimitive();
        memory.ExecuteAsync(new MemoryRequest.Store("k", "v"), Session).GetAwaiter().GetResult();
        return memory;
    }

    private static Func<WorkflowContext, Action> Of<TOut>(WorkflowPrimitive<int, TOut> primitive) => Of(primitive, 1);

    private static Func<WorkflowContext, Action> Of<TIn, TOut>(WorkflowPrimitive<TIn, TOut> primitive, TIn input) =>
        context => () => primitive.ExecuteAsync(input, context).GetAwaiter().GetResult();

    private static long BytesPer(Action execution)
    {
        const int Executions = 1000;
        long least = long.MaxValue;

        // The first rounds warm up; the least of the others leaves out what the runtime allocates now and then for itself.
        for (int round = 0; round < 10; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Executions; i++)
            {
                execution();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least / Executions;
    }

    /// <summary>Listens without keeping anything.</summary>
    private sealed class Listeners : IDisposable
    {
        private readonly ActivityListener _spans = new()
        {
            ShouldListenTo = source => source.Name == TtaNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };

        private readonly MeterListener _metrics = new();

        public Listeners(bool spans = true)
        {
            if (spans)
            {
                ActivitySource.AddActivityListener(_spans);
            }

            _metrics.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == TtaNames.Meter)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _metrics.SetMeasurementEventCallback<long>((_, _, _, _) => { });
            _metrics.SetMeasurementEventCallback<double>((_, _, _, _) => { });
            _metrics.Start();
        }

        public void Dispose()
        {
            _spans.Dispose();
            _metrics.Dispose();
        }
    }

    /// <summary>A model that streams as many chunks as it is told, all the same one.</summary>
    private sealed class SomeChunks : IChatClient, IAsyncEnumerable<ChatResponseUpdate>, IAsyncEnumerator<ChatResponseUpdate>
    {
        private int _left;

        public ChatResponseUpdate Current { get; } = new(ChatRole.Assistant, "x");

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            _left = int.Parse(messages.First().Text, System.Globalization.CultureInfo.InvariantCulture);
            return this;
        }

        public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync() => new(_left-- > 0);

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public ValueTask DisposeAsync() => default;

        public void Dispose()
        {
        }
    }

    /// <summary>A model whose answer costs nothing to make.</summary>
    private sealed class OneAnswer : IChatClient
    {
        private readonly Task<ChatResponse> _answer = Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "hello")));

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => _answer;

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
