using Observatory.Metrics.Model;

namespace Observatory.Metrics.Otlp;

/// <summary>Why a decoded point cannot be used, or nothing.</summary>
internal static class PointChecks
{
    public static string TooManyBounds(int limit) => $"a histogram has more than {limit} bounds";

    /// <summary>A histogram's buckets belong to its bounds, and the bounds ascend.</summary>
    public static string? Buckets(MetricPoint point, int limit)
    {
        if (point.Bounds.Count > limit)
        {
            return TooManyBounds(limit);
        }

        if (point.BucketCounts.Count == 0)
        {
            point.Bounds.Clear();
            return null;
        }

        if (point.BucketCounts.Count != point.Bounds.Count + 1)
        {
            return $"a histogram has {point.BucketCounts.Count} buckets for {point.Bounds.Count} bounds";
        }

        for (var i = 0; i < point.Bounds.Count; i++)
        {
            if (!double.IsFinite(point.Bounds[i]) || (i > 0 && point.Bounds[i] <= point.Bounds[i - 1]))
            {
                return "a histogram's bounds must be finite and ascend";
            }
        }

        return null;
    }

    /// <summary>A summary's quantiles lie between 0 and 1; the same one twice would be the same series twice.</summary>
    public static string? Quantiles(MetricPoint point, int limit)
    {
        if (point.Quantiles.Count > limit)
        {
            return $"a summary has more than {limit} quantiles";
        }

        point.Quantiles.Sort(static (left, right) => left.Quantile.CompareTo(right.Quantile));
        for (var i = 0; i < point.Quantiles.Count; i++)
        {
            if (!(point.Quantiles[i].Quantile is >= 0 and <= 1) || (i > 0 && point.Quantiles[i].Quantile == point.Quantiles[i - 1].Quantile))
            {
                return "a summary's quantiles must differ and lie between 0 and 1";
            }
        }

        return null;
    }
}
