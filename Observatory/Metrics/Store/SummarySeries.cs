using Observatory.Metrics.Exposition;
using Observatory.Metrics.Model;

namespace Observatory.Metrics.Store;

/// <summary>Quantiles as the sender computed them.</summary>
internal sealed class SummarySeries(byte[] labels) : Series(labels)
{
    private (double Quantile, double Value)[] _quantiles = [];
    private double _sum;
    private ulong _count;

    /// <inheritdoc />
    public override void Write(ExpositionWriter writer, MetricFamily family)
    {
        foreach (var (quantile, value) in _quantiles)
        {
            writer.Quantile(family.NameUtf8, Labels, quantile, value);
        }

        writer.Sample(family.NameUtf8, "_sum"u8, Labels, _sum, default);
        writer.Sample(family.NameUtf8, "_count"u8, Labels, _count, default);
    }

    /// <inheritdoc />
    protected override void Replace(MetricPoint point, MetricFamily family)
    {
        if (_quantiles.Length != point.Quantiles.Count)
        {
            _quantiles = new (double, double)[point.Quantiles.Count];
        }

        point.Quantiles.CopyTo(_quantiles);
        _sum = point.Sum;
        _count = point.Count;
    }

    /// <inheritdoc />
    protected override void Accumulate(MetricPoint point, MetricFamily family) => Replace(point, family);

    /// <inheritdoc />
    protected override void Keep(in Exemplar exemplar)
    {
    }
}
