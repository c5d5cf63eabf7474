namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>
/// Counts how often each request has been made, in bounded memory: requests that share a slot share the count, which
/// changes their fate but nothing else.
/// </summary>
internal sealed class OccurrenceCounter
{
    private readonly int[] _counts = new int[1 << 16];

    /// <summary>Returns how often the request was counted before, and counts it.</summary>
    public int Next(ulong requestHash) => Interlocked.Increment(ref _counts[requestHash % (ulong)_counts.Length]) - 1;
}
