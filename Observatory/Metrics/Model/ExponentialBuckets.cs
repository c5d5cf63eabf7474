using System.Runtime.InteropServices;

namespace Observatory.Metrics.Model;

/// <summary>
/// The bounds of an exponential histogram: powers of 2^(2^-Scale), of which the first is 2^(First/2^Scale).
/// </summary>
/// <param name="Scale">0 to 3: one to eight bounds for each doubling.</param>
/// <param name="First">Which power the first bound is.</param>
/// <param name="Count">How many bounds there are.</param>
internal readonly record struct ExponentialGrid(int Scale, int First, int Count)
{
    /// <summary>Which power the last bound is.</summary>
    public int Last => First + Count - 1;
}

/// <summary>
/// Turns exponential buckets into explicit ones, since the text formats know no native histograms. The bounds are those of the sender as
/// far as its scale is at most 3 (eight for each doubling, nine per cent apart), so the cumulative counts are exact; at the coarser
/// scales below 0 an observation counts at its bucket's upper edge. They cover what the sender has observed, between 2^-30 (a nanosecond,
/// if seconds) and 2^40: as that grows, bounds are added, and when there would be too many, every other one goes. Zero and negative
/// observations are in the first bucket, as <c>le</c> says.
/// </summary>
internal static class ExponentialBuckets
{
    /// <summary>Lowest scale the specification lets a sender use.</summary>
    public const int MinScale = -10;

    /// <summary>Highest scale the specification lets a sender use.</summary>
    public const int MaxScale = 20;

    private const int FinestScale = 3;
    private const int MaxBounds = 120;
    private const int MinExponent = -30;
    private const int MaxExponent = 40;

    private static readonly double[] Fractions = [.. Enumerable.Range(0, 1 << FinestScale).Select(i => Math.Pow(2, i / (double)(1 << FinestScale)))];

    /// <summary>Gives a point the buckets that stand for a sender's.</summary>
    /// <param name="point">The point; its bounds and counts are replaced.</param>
    /// <param name="scale">The sender's scale.</param>
    /// <param name="offset">The index of its first positive bucket.</param>
    /// <param name="positive">Observations in its positive buckets.</param>
    /// <param name="below">Observations that are zero or negative.</param>
    public static void Fill(MetricPoint point, int scale, long offset, List<ulong> positive, ulong below)
    {
        var first = positive.FindIndex(static c => c > 0);
        var grid = first < 0
            ? new ExponentialGrid(0, 0, 1)
            : Cover(Math.Min(scale, FinestScale), index => UpperEdge(offset + index, scale), first, positive.FindLastIndex(static c => c > 0));
        SetGrid(point, grid);
        var counts = CollectionsMarshal.AsSpan(point.BucketCounts);
        counts[0] += below;
        for (var i = Math.Max(first, 0); i < positive.Count; i++)
        {
            if (positive[i] > 0)
            {
                counts[Bucket(grid, UpperEdge(offset + i, scale)(grid.Scale))] += positive[i];
            }
        }
    }

    /// <summary>Gives a point the bounds that hold what it and a series observed.</summary>
    public static void Widen(MetricPoint point, ExponentialGrid grid)
    {
        var own = point.Grid!.Value;
        if (own == grid)
        {
            return;
        }

        var scale = Math.Min(own.Scale, grid.Scale);
        var low = Math.Min(Coarsen(own.First, own.Scale - scale), Coarsen(grid.First, grid.Scale - scale));
        var high = Math.Max(Coarsen(own.Last, own.Scale - scale), Coarsen(grid.Last, grid.Scale - scale));
        while (high - low + 1 > MaxBounds)
        {
            (scale, low, high) = (scale - 1, Coarsen(low, 1), Coarsen(high, 1));
        }

        ulong[] counts = [.. point.BucketCounts];
        SetGrid(point, new(scale, low, high - low + 1));
        Rebin(counts, own, CollectionsMarshal.AsSpan(point.BucketCounts), point.Grid.Value);
    }

    /// <summary>Adds counts to those of a grid that is as wide and not finer.</summary>
    public static void Rebin(ReadOnlySpan<ulong> from, ExponentialGrid fromGrid, Span<ulong> to, ExponentialGrid toGrid)
    {
        for (var i = 0; i < from.Length; i++)
        {
            to[i > fromGrid.Last - fromGrid.First ? toGrid.Count : Bucket(toGrid, Coarsen(fromGrid.First + i, fromGrid.Scale - toGrid.Scale))] += from[i];
        }
    }

    private static ExponentialGrid Cover(int scale, Func<int, Func<int, long>> edgeOf, int first, int last)
    {
        for (scale = Math.Max(scale, 0); ; scale--)
        {
            var low = (int)Math.Clamp(edgeOf(first)(scale) - 1, (long)MinExponent << scale, (long)MaxExponent << scale);
            var high = (int)Math.Clamp(edgeOf(last)(scale), low, (long)MaxExponent << scale);
            if (high - low + 1 <= MaxBounds || scale == 0)
            {
                return new(scale, low, high - low + 1);
            }
        }
    }

    /// <summary>
    /// The bucket covers (base^index, base^(index+1)] with base = 2^(2^-scale); gives which power of a coarser scale its upper edge is at
    /// most.
    /// </summary>
    private static Func<int, long> UpperEdge(long index, int scale) => to => scale >= to ? (index >> (scale - to)) + 1 : (index + 1) << (to - scale);

    private static int Coarsen(int power, int scales) => (int)(((long)power - 1) >> scales) + 1;

    private static int Bucket(ExponentialGrid grid, long power) => (int)Math.Clamp(power - grid.First, 0, grid.Count);

    private static void SetGrid(MetricPoint point, ExponentialGrid grid)
    {
        point.Grid = grid;
        point.Bounds.Clear();
        for (var power = grid.First; power <= grid.Last; power++)
        {
            var finest = power << (FinestScale - grid.Scale);
            point.Bounds.Add(Math.ScaleB(Fractions[finest & ((1 << FinestScale) - 1)], finest >> FinestScale));
        }

        point.BucketCounts.Clear();
        CollectionsMarshal.SetCount(point.BucketCounts, grid.Count + 1);
        CollectionsMarshal.AsSpan(point.BucketCounts).Clear();
    }
}
