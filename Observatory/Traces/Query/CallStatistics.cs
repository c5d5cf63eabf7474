using System.Numerics;

namespace Observatory.Traces.Query;

/// <summary>
/// Calls counted, with their errors and how long they took. Quantiles are good to a few percent and take a kilobyte, however many calls.
/// </summary>
internal sealed class CallStatistics
{
    // Four parts of each doubling, from a nanosecond on.
    private const int Parts = 4;

    private readonly int[] _buckets = new int[64 * Parts];

    /// <summary>Calls.</summary>
    public long Calls { get; private set; }

    /// <summary>Calls with an error.</summary>
    public long Errors { get; private set; }

    /// <summary>The share of calls with an error.</summary>
    public double ErrorShare => Calls == 0 ? 0 : (double)Errors / Calls;

    /// <summary>Counts a call.</summary>
    public void Add(ulong nanos, bool isError)
    {
        Calls++;
        Errors += isError ? 1 : 0;
        _buckets[BucketOf(nanos)]++;
    }

    /// <summary>The duration, in nanoseconds, that a share of the calls does not exceed; NaN without calls.</summary>
    public double Quantile(double share)
    {
        if (Calls == 0)
        {
            return double.NaN;
        }

        var rank = share * Calls;
        var before = 0L;
        for (var i = 0; i < _buckets.Length; i++)
        {
            if (_buckets[i] > 0 && before + _buckets[i] >= rank)
            {
                var (low, high) = (LowOf(i), LowOf(i + 1));
                return low + ((high - low) * Math.Clamp((rank - before) / _buckets[i], 0, 1));
            }

            before += _buckets[i];
        }

        return double.NaN;
    }

    private static int BucketOf(ulong nanos)
    {
        if (nanos < Parts)
        {
            return (int)nanos;
        }

        var doubling = BitOperations.Log2(nanos);
        return (doubling * Parts) + (int)((nanos >> (doubling - 2)) & (Parts - 1));
    }

    private static double LowOf(int bucket)
    {
        if (bucket < 2 * Parts)
        {
            return Math.Min(bucket, Parts);
        }

        var (doubling, part) = Math.DivRem(bucket, Parts);
        return Math.ScaleB(1 + ((double)part / Parts), doubling);
    }
}
