using System.Diagnostics;
using System.Diagnostics.Metrics;
using Primitives.Tests.Support;
using Tta.Primitives;

namespace Primitives.Tests;

/// <summary>Bytes per execution: nothing when nobody listens, a ceiling when somebody does.</summary>
public sealed class AllocationTests
{
    private static readonly LambdaPrimitive<int, int> Next = new("next", i => i + 1);
    private static readonly Dictionary<string, WorkflowPrimitive<int, int>> Routes = new() { ["a"] = Next, ["b"] = Next };

    private static readonly Dictionary<string, WorkflowPrimitive<int, int>> Steady = new()
    {
        ["lambda"] = Next,
        ["sequential"] = Next >> Next >> Next,
        ["router"] = new RouterPrimitive<int, int>(Routes, (_, _) => "a"),
        ["retry"] = new RetryPrimitive<int, int>(Next),
        ["fallback"] = new FallbackPrimitive<int, int>(Next, [Next]),
        ["cache"] = new CachePrimitive<int, int>(Next, (_, _) => "key"),
        ["validation"] = new ValidationPrimitive<int>([new("any", _ => true, "")]),
        ["conditional"] = new ConditionalPrimitive<int, int>((_, _) => true, Next),
        ["switch"] = new SwitchPrimitive<int, int, int>((_, _) => 1, new Dictionary<int, WorkflowPrimitive<int, int>> { [1] = Next }),
        ["circuit_breaker"] = new CircuitBreakerPrimitive<int, int>(Next),
    };

    public static TheoryData<string> Primitives => [.. Steady.Keys];

    [Theory]
    [MemberData(nameof(Primitives))]
    public void Nothing_is_allocated_when_nobody_listens(string primitive)
    {
        WorkflowContext context = Make.Context();
        Assert.Equal(0, BytesPerExecution(Steady[primitive], context));
    }

    [Fact]
    public void A_fully_observed_primitive_allocates_at_most_700_bytes()
    {
        using Listeners listeners = new();
        using Activity parent = new Activity("parent").Start();
        WorkflowContext context = Make.Context();

        // Workflow id, name and correlation id, type, name, action, status and duration; 40 bytes more for each further attribute.
        Assert.InRange(BytesPerExecution(Next, context), 1, 700);
        var known = new WorkflowContext("content_generation") { AgentId = "a", AgentType = "writer", SessionId = "s" };
        Assert.InRange(BytesPerExecution(Next, known), 1, 700 + (3 * 40));
    }

    [Fact]
    public void Metrics_alone_allocate_nothing()
    {
        using Listeners listeners = new(spans: false);
        Assert.Equal(0, BytesPerExecution(Next, Make.Context()));
    }

    private static long BytesPerExecution(WorkflowPrimitive<int, int> primitive, WorkflowContext context)
    {
        const int Executions = 1000;
        long least = long.MaxValue;

        // The first rounds warm up; the least of the others leaves out what the runtime allocates now and then for itself.
        for (int round = 0; round < 10; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Executions; i++)
            {
                primitive.ExecuteAsync(i, context).GetAwaiter().GetResult();
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
}
