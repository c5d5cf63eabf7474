using Observatory.Metrics.Model;
using Observatory.Metrics.Store;

namespace Observatory.SpanMetrics;

/// <summary>Renders the labels of a connector's series, once for each. Not thread-safe.</summary>
/// <param name="scope">The connector's scope, a label of all its series.</param>
internal sealed class DerivedLabels(string scope)
{
    private readonly LabelSetBuilder _labels = new(new MetricsOptions()) { CutToFit = true };

    /// <summary>Begins the labels of a series.</summary>
    public DerivedLabels Begin()
    {
        _labels.Clear();
        _labels.AddOwn(default, "otel_scope_name"u8, Encoding.UTF8.GetBytes(scope));
        return this;
    }

    /// <summary>Adds an attribute.</summary>
    public DerivedLabels Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _labels.Add(key, value);
        return this;
    }

    /// <summary>Adds an attribute.</summary>
    public DerivedLabels Add(ReadOnlySpan<byte> key, string value) => Add(key, Encoding.UTF8.GetBytes(value));

    /// <summary>The rendered text.</summary>
    public byte[] ToArray() => _labels.Render().ToArray();

    /// <summary>The labels of the series that counts what is over the limit, by OpenTelemetry's name for it.</summary>
    public byte[] Overflow() => Begin().Add("otel.metric.overflow"u8, "true"u8).ToArray();
}
