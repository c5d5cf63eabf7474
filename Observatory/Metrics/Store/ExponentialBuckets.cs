using System.Runtime.InteropServices;

namespace Observatory.Metrics.Store;

/// <summary>
/// Turns exponential buckets into explicit ones. The text formats know no native histograms, and bounds that follow the data would make series
/// appear and vanish, so every exponential histogram gets the same bounds: the powers of two from 2^-20 (a microsecond, if seconds) to 2^30.
/// Powers of two are bucket edges at every scale from 0 up, so the cumulative counts are exact; at the coarser scales below 0 an observation
/// counts at its bucket's upper edge. Zero and negative observations are in the first bucket, as <c>le</c> says.
/// </summary>
internal static class ExponentialBuckets
{
    /// <summary>Lowest scale the specification lets a sender use.</summary>
    public const int MinScale = -10;

    /// <summary>Highest scale the specification lets a sender use.</summary>
    public const int MaxScale = 20;

    private const int MinExponent = -20;
    private const int MaxExponent = 30;

    private static readonly double[] Bounds = [.. Enumerable.Range(MinExponent, MaxExponent - MinExponent + 1).Select(k => Math.ScaleB(1, k))];

    /// <summary>Gives the point the fixed bounds, with all buckets empty.</summary>
    public static void Begin(MetricPoint point)
    {
        point.Bounds.Clear();
        point.Bounds.AddRange(Bounds);
        point.BucketCounts.Clear();
        CollectionsMarshal.SetCount(point.BucketCounts, Bounds.Length + 1);
        CollectionsMarshal.AsSpan(point.BucketCounts).Clear();
    }

    /// <summary>Adds the observations of one positive bucket.</summary>
    public static void AddPositive(MetricPoint point, int scale, long index, ulong count)
    {
        // The bucket covers (base^index, base^(index+1)] with base = 2^(2^-scale); its upper edge is at most 2^exponent.
        var exponent = scale >= 0 ? (index >> scale) + 1 : (index + 1) << -scale;
        Add(point, exponent, count);
    }

    /// <summary>Adds observations below zero.</summary>
    public static void AddNegative(MetricPoint point, ulong count) => Add(point, MinExponent, count);

    /// <summary>Adds observations that are zero to within a threshold.</summary>
    public static void AddZero(MetricPoint point, double threshold, ulong count) =>
        Add(point, threshold > 0 ? (long)Math.Ceiling(Math.Log2(threshold)) : MinExponent, count);

    private static void Add(MetricPoint point, long exponent, ulong count) =>
        point.BucketCounts[(int)(Math.Clamp(exponent, MinExponent, MaxExponent + 1) - MinExponent)] += count;
}
