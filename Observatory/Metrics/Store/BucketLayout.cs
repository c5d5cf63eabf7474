using Observatory.Metrics.Exposition;

namespace Observatory.Metrics.Store;

/// <summary>The bounds of a histogram with their <c>le</c> texts, shared by all series of a metric that have the same bounds.</summary>
internal sealed class BucketLayout
{
    private readonly double[] _bounds;
    private readonly byte[][] _text;
    private readonly byte[][] _openMetrics;

    /// <summary>Renders the bounds, which ascend strictly and are finite.</summary>
    public BucketLayout(ReadOnlySpan<double> bounds)
    {
        _bounds = bounds.ToArray();
        _text = Array.ConvertAll(_bounds, bound => ExpositionNumber.ToBytes(bound, canonical: false));
        _openMetrics = Array.ConvertAll(_bounds, bound => ExpositionNumber.ToBytes(bound, canonical: true));
    }

    /// <summary>The upper bounds, without +Inf.</summary>
    public ReadOnlySpan<double> Bounds => _bounds;

    /// <summary>The number of buckets, +Inf among them.</summary>
    public int Buckets => _bounds.Length + 1;

    /// <summary>The bucket that holds a value: the first whose bound is not below it.</summary>
    public int BucketOf(double value)
    {
        var index = Array.BinarySearch(_bounds, value);
        return index >= 0 ? index : ~index;
    }

    /// <summary>The text of a bucket's <c>le</c>. OpenMetrics wants <c>1.0</c> where the text format has <c>1</c>.</summary>
    public ReadOnlySpan<byte> Le(int bucket, ExpositionFormat format) =>
        bucket == _bounds.Length ? "+Inf"u8 : format == ExpositionFormat.OpenMetrics ? _openMetrics[bucket] : _text[bucket];
}
