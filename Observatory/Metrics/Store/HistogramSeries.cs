using System.Runtime.InteropServices;
using Observatory.Metrics.Exposition;
using Observatory.Metrics.Model;

namespace Observatory.Metrics.Store;

/// <summary>A histogram with explicit bounds.</summary>
internal sealed class HistogramSeries(byte[] labels) : Series(labels)
{
    private BucketLayout? _layout;
    private ExponentialGrid? _grid;
    private ulong[] _counts = [];
    private Exemplar[]? _exemplars;
    private double _sum;
    private bool _hasSum;

    /// <inheritdoc />
    public override void Write(ExpositionWriter writer, MetricFamily family)
    {
        ulong cumulative = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            cumulative += _counts[i];
            writer.Bucket(family.NameUtf8, Labels, _layout!.Le(i, writer.Format), cumulative, _exemplars is null ? default : _exemplars[i]);
        }

        if (_hasSum)
        {
            writer.Sample(family.NameUtf8, "_sum"u8, Labels, _sum, default);
        }

        writer.Sample(family.NameUtf8, "_count"u8, Labels, cumulative, default);
    }

    /// <inheritdoc />
    public override void Prepare(MetricPoint point)
    {
        if (point is { IsDelta: true, Grid: not null } && _grid is { } grid)
        {
            ExponentialBuckets.Widen(point, grid);
        }
    }

    /// <inheritdoc />
    protected override void Replace(MetricPoint point, MetricFamily family)
    {
        UseLayout(point, family);
        if (point.BucketCounts.Count == 0)
        {
            _counts[0] = point.Count;
        }
        else
        {
            CollectionsMarshal.AsSpan(point.BucketCounts).CopyTo(_counts);
        }

        _sum = point.Sum;
        _hasSum = point.HasSum;
    }

    /// <inheritdoc />
    protected override void Accumulate(MetricPoint point, MetricFamily family)
    {
        if (!CollectionsMarshal.AsSpan(point.Bounds).SequenceEqual(_layout!.Bounds))
        {
            if (point.Grid is not { } wide || _grid is not { } own)
            {
                Replace(point, family); // Other bounds: the old counts cannot be carried over.
                return;
            }

            var counts = _counts;
            UseLayout(point, family);
            ExponentialBuckets.Rebin(counts, own, _counts, wide);
        }

        if (point.BucketCounts.Count == 0)
        {
            _counts[0] += point.Count;
        }

        for (var i = 0; i < point.BucketCounts.Count; i++)
        {
            _counts[i] += point.BucketCounts[i];
        }

        _sum += point.Sum;
        _hasSum &= point.HasSum;
    }

    /// <inheritdoc />
    protected override void Keep(in Exemplar exemplar)
    {
        _exemplars ??= new Exemplar[_counts.Length];
        ref var kept = ref _exemplars[_layout!.BucketOf(exemplar.Value)];
        if (exemplar.TimeUnixNano >= kept.TimeUnixNano)
        {
            kept = exemplar;
        }
    }

    private void UseLayout(MetricPoint point, MetricFamily family)
    {
        var bounds = CollectionsMarshal.AsSpan(point.Bounds);
        if (_layout is null || !bounds.SequenceEqual(_layout.Bounds))
        {
            _layout = family.Layout(bounds);
            _counts = new ulong[_layout.Buckets];
            _exemplars = null;
        }

        _grid = point.Grid;
    }
}
