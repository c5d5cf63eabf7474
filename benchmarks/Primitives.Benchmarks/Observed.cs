using System.Diagnostics;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Tta.Primitives;

namespace Primitives.Benchmarks;

/// <summary>Spans are recorded and every instrument is listened to, inside a parent span. Nothing is exported.</summary>
public abstract class Observed
{
    protected const string HandSource = "Benchmark.ByHand";

    private static readonly ActivitySource Source = new(HandSource);
    private static readonly Meter Meter = new(HandSource);
    private static readonly Histogram<double> Duration = Seconds("by_hand.duration");

    private static readonly Histogram<double> Own = Seconds("by_hand.own");

    private static readonly Counter<long> Executions = Meter.CreateCounter<long>("by_hand.executions");

    private readonly WorkflowContext _context = new("benchmark");
    private Activity? _parent;

    [GlobalSetup]
    public void SetUp()
    {
        Listen();
        _parent = Source.StartActivity("parent");
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _parent?.Dispose();
        StopListening();
    }

    protected abstract void Listen();

    protected abstract void StopListening();

    /// <summary>The same span, attributes, count, duration and own time without the library.</summary>
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
        Duration.Record(seconds, new("workflow_name", _context.WorkflowName), new("primitive_type", "lambda"), new("primitive_name", "lambda"));
        Own.Record(seconds, new("workflow_name", _context.WorkflowName), new("primitive_type", "lambda"), new("primitive_name", "lambda"));
        Executions.Add(
            1,
            new TagList
            {
                { "workflow_name", _context.WorkflowName },
                { "primitive_type", "lambda" },
                { "primitive_name", "lambda" },
                { "status", "success" },
                { "agent_type", "unknown" },
            });
        span.AddTag("execution.status", "success");
        span.AddTag("execution.duration_ms", seconds * 1000);
        return result;
    }

    [Benchmark]
    public ValueTask<int> Lambda() => Subjects.Lambda.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int> Sequential_of_3() => Subjects.Sequential.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int[]> Parallel_of_3() => Subjects.Parallel.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int> Router() => Subjects.Router.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int> Retry_first_try() => Subjects.Retry.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int> Cache_hit() => Subjects.Cache.ExecuteAsync(1, _context);

    private static Histogram<double> Seconds(string name) => Meter.CreateHistogram(
        name, "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
}
