using System.Diagnostics;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Tta.Primitives;

namespace Primitives.Benchmarks;

/// <summary>Spans are recorded and every instrument is listened to, inside a parent span. Nothing is exported.</summary>
public class Observed : IDisposable
{
    private static readonly ActivitySource Source = new("Benchmark.ByHand");
    private static readonly Meter Meter = new("Benchmark.ByHand");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("by_hand.duration");
    private static readonly Counter<long> Executions = Meter.CreateCounter<long>("by_hand.executions");

    private readonly WorkflowContext _context = new("benchmark");
    private ActivityListener? _spans;
    private MeterListener? _metrics;
    private Activity? _parent;

    [GlobalSetup]
    public void Listen()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(_spans);
        _metrics = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        _metrics.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        _metrics.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        _metrics.SetMeasurementEventCallback<int>((_, _, _, _) => { });
        _metrics.Start();
        _parent = Source.StartActivity("parent");
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _parent?.Dispose();
        _spans?.Dispose();
        _metrics?.Dispose();
    }

    /// <summary>The same span, attributes, count and duration without the library.</summary>
    [Benchmark(Baseline = true)]
    public async ValueTask<int> By_hand()
    {
        using Activity? span = Source.StartActivity("primitive.lambda.execute");
        span!.AddTag("primitive.type", "lambda");
        span.AddTag("primitive.name", "lambda");
        span.AddTag("primitive.action", "execute");
        span.AddTag("workflow.id", _context.WorkflowId);
        span.AddTag("correlation.id", _context.CorrelationId);
        span.AddTag("workflow.name", _context.WorkflowName);
        long started = Stopwatch.GetTimestamp();
        int result = await new ValueTask<int>(Subjects.Function(1));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Duration.Record(seconds, new("primitive_type", "lambda"), new("primitive_name", "lambda"));
        Executions.Add(
            1,
            new TagList { { "primitive_type", "lambda" }, { "primitive_name", "lambda" }, { "status", "success" }, { "agent_type", "unknown" } });
        span.AddTag("execution.status", "success");
        span.AddTag("execution.duration_ms", seconds * 1000);
        return result;
    }

    [Benchmark]
    public ValueTask<int> Lambda() => Subjects.Lambda.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int> Sequential_of_3_with_7_spans() => Subjects.Sequential.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int[]> Parallel_of_3_with_7_spans() => Subjects.Parallel.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int> Router_with_3_spans() => Subjects.Router.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int> Retry_with_3_spans() => Subjects.Retry.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int> Cache_hit_with_2_spans() => Subjects.Cache.ExecuteAsync(1, _context);
}
