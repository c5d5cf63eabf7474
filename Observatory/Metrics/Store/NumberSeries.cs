using Observatory.Metrics.Exposition;
using Observatory.Metrics.Model;

namespace Observatory.Metrics.Store;

/// <summary>A counter or a gauge.</summary>
internal sealed class NumberSeries(byte[] labels) : Series(labels)
{
    private double _value;
    private Exemplar _exemplar;

    /// <inheritdoc />
    public override void Write(ExpositionWriter writer, MetricFamily family) =>
        writer.Sample(family.NameUtf8, default, Labels, _value, family.Kind == MetricKind.Counter ? _exemplar : default);

    /// <inheritdoc />
    protected override void Replace(MetricPoint point, MetricFamily family) => _value = point.Value;

    /// <inheritdoc />
    protected override void Accumulate(MetricPoint point, MetricFamily family) => _value += point.Value;

    /// <inheritdoc />
    protected override void Keep(in Exemplar exemplar)
    {
        if (exemplar.TimeUnixNano >= _exemplar.TimeUnixNano)
        {
            _exemplar = exemplar;
        }
    }
}
