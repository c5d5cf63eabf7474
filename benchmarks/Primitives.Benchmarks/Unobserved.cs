using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;
using Tta.Primitives;

namespace Primitives.Benchmarks;

/// <summary>Nobody listens.</summary>
public class Unobserved
{
    private readonly WorkflowContext _context = new("benchmark");
    private readonly ResiliencePipeline _polly = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();

    [Benchmark(Baseline = true)]
    public int Delegate() => Subjects.Function(1);

    [Benchmark]
    public ValueTask<int> Lambda() => Subjects.Lambda.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int> Sequential_of_3() => Subjects.Sequential.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int[]> Parallel_of_3() => Subjects.Parallel.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int> Router() => Subjects.Router.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int> Cache_hit() => Subjects.Cache.ExecuteAsync(1, _context);

    [Benchmark]
    public ValueTask<int> Retry_first_try() => Subjects.Retry.ExecuteAsync(1, _context);

    /// <summary>Reading a stream whose chunks are there, per chunk.</summary>
    [Benchmark(OperationsPerInvoke = ThousandChunks.Count)]
    public async Task<int> Stream_chunk()
    {
        int chunks = 0;
        await foreach (ChatResponseUpdate _ in await Subjects.Stream.ExecuteAsync("hi", _context))
        {
            chunks++;
        }

        return chunks;
    }

    [Benchmark]
    public ValueTask<int> Polly_retry_first_try() =>
        _polly.ExecuteAsync(static (context, stop) => Subjects.Lambda.ExecuteAsync(1, context, stop), _context);
}
