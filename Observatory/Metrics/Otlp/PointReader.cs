using Observatory.Metrics.Model;
using Observatory.Metrics.Store;
using Observatory.Otlp;

namespace Observatory.Metrics.Otlp;

/// <summary>
/// Decodes data points into the one point and the one label set it was given. Returns why a point cannot be used, or nothing. Reads every
/// byte in any case, so that malformed bytes never go unnoticed.
/// </summary>
internal sealed class PointReader(MetricsOptions options, MetricPoint point, LabelSetBuilder labels)
{
    private const uint NoRecordedValueFlag = 1;

    private static readonly CommonFields NumberFields = new(Attributes: 7, Exemplars: 5, Flags: 8);
    private static readonly CommonFields HistogramFields = new(Attributes: 9, Exemplars: 8, Flags: 10);
    private static readonly CommonFields ExponentialFields = new(Attributes: 1, Exemplars: 11, Flags: 10);
    private static readonly CommonFields SummaryFields = new(Attributes: 7, Exemplars: null, Flags: 8);

    private readonly List<ulong> _positive = [];
    private readonly List<ulong> _negative = [];
    private readonly PointLists _lists = new();

    /// <summary>NumberDataPoint.</summary>
    public string? ReadNumber(ReadOnlySpan<byte> message)
    {
        Begin();
        var hasValue = false;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 4:
                    point.Value = reader.ReadDouble();
                    hasValue = true;
                    break;
                case 6:
                    point.Value = reader.ReadSFixed64();
                    hasValue = true;
                    break;
                default:
                    Common(ref reader, NumberFields);
                    break;
            }
        }

        return hasValue || point.NoRecordedValue ? null : "a point has no value";
    }

    /// <summary>HistogramDataPoint.</summary>
    public string? ReadHistogram(ReadOnlySpan<byte> message)
    {
        Begin();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 4:
                    point.Count = reader.ReadFixed64();
                    break;
                case 5:
                    Sum(reader.ReadDouble());
                    break;
                case 6:
                    _lists.Fixed64s(ref reader, point.BucketCounts, static bits => bits);
                    break;
                case 7:
                    _lists.Fixed64s(ref reader, point.Bounds, BitConverter.UInt64BitsToDouble);
                    break;
                default:
                    Common(ref reader, HistogramFields);
                    break;
            }
        }

        return _lists.AreTooLong ? PointChecks.TooManyBounds(options.MaxBuckets) : PointChecks.Buckets(point, options.MaxBuckets);
    }

    /// <summary>ExponentialHistogramDataPoint, converted to explicit buckets.</summary>
    public string? ReadExponential(ReadOnlySpan<byte> message)
    {
        Begin();
        _positive.Clear();
        _negative.Clear();
        long scale = 0, positiveOffset = 0, negativeOffset = 0;
        ulong zeroCount = 0;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 4:
                    point.Count = reader.ReadFixed64();
                    break;
                case 5:
                    Sum(reader.ReadDouble());
                    break;
                case 6:
                    scale = reader.ReadSignedVarint();
                    break;
                case 7:
                    zeroCount = reader.ReadFixed64();
                    break;
                case 8:
                    positiveOffset = _lists.Buckets(reader.ReadBytes(), _positive);
                    break;
                case 9:
                    negativeOffset = _lists.Buckets(reader.ReadBytes(), _negative);
                    break;
                case 14:
                    reader.ReadDouble(); // The threshold: what is within it is below the first bound.
                    break;
                default:
                    Common(ref reader, ExponentialFields);
                    break;
            }
        }

        if (_lists.AreTooLong || scale is < ExponentialBuckets.MinScale or > ExponentialBuckets.MaxScale ||
            positiveOffset != (int)positiveOffset || negativeOffset != (int)negativeOffset)
        {
            return string.Create(CultureInfo.InvariantCulture, $"an exponential histogram is outside scale {ExponentialBuckets.MinScale} to {ExponentialBuckets.MaxScale} or has more than {PointLists.MaxLength} buckets");
        }

        var below = zeroCount;
        foreach (var count in _negative)
        {
            below += count;
        }

        ExponentialBuckets.Fill(point, (int)scale, positiveOffset, _positive, below);
        return null;
    }

    /// <summary>SummaryDataPoint.</summary>
    public string? ReadSummary(ReadOnlySpan<byte> message)
    {
        Begin();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 4:
                    point.Count = reader.ReadFixed64();
                    break;
                case 5:
                    Sum(reader.ReadDouble());
                    break;
                case 6:
                    Quantile(reader.ReadBytes());
                    break;
                default:
                    Common(ref reader, SummaryFields);
                    break;
            }
        }

        return PointChecks.Quantiles(point, options.MaxBuckets);
    }

    private void Begin()
    {
        point.Clear();
        labels.Rewind();
        _lists.Begin();
    }

    /// <summary>Reads the field at hand if it is one that every kind of point has, and passes over it otherwise.</summary>
    private void Common(ref ProtoReader reader, in CommonFields fields)
    {
        switch (reader.Field)
        {
            case 2:
                point.StartUnixNano = reader.ReadFixed64();
                break;
            case 3:
                point.TimeUnixNano = reader.ReadFixed64();
                break;
            case var field when field == fields.Attributes:
                Attribute(reader.ReadBytes());
                break;
            case var field when field == fields.Exemplars:
                if (ExemplarReader.Read(reader.ReadBytes()) is { } exemplar && point.Exemplars.Count < PointLists.MaxLength)
                {
                    point.Exemplars.Add(exemplar);
                }

                break;
            case var field when field == fields.Flags:
                point.NoRecordedValue = (reader.ReadUInt32() & NoRecordedValueFlag) != 0;
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void Sum(double sum)
    {
        point.Sum = sum;
        point.HasSum = true;
    }

    private void Attribute(ReadOnlySpan<byte> message)
    {
        var attribute = OtlpAttribute.Read(message);
        Span<byte> number = stackalloc byte[32];
        switch (attribute.Value.Kind)
        {
            case OtlpValueKind.String:
                labels.Add(attribute.Key, attribute.Value.Bytes);
                break;
            case OtlpValueKind.Bool:
                labels.Add(attribute.Key, attribute.Value.Bits != 0 ? "true"u8 : "false"u8);
                break;
            case OtlpValueKind.Int:
                attribute.Value.Bits.TryFormat(number, out var length, default, CultureInfo.InvariantCulture);
                labels.Add(attribute.Key, number[..length]);
                break;
            default:
                labels.Add(attribute.Key, Encoding.UTF8.GetBytes(attribute.Value.ToText()));
                break;
        }
    }

    private void Quantile(ReadOnlySpan<byte> message)
    {
        double quantile = 0, value = 0;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    quantile = reader.ReadDouble();
                    break;
                case 2:
                    value = reader.ReadDouble();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (point.Quantiles.Count < PointLists.MaxLength)
        {
            point.Quantiles.Add((quantile, value));
        }
    }

    /// <summary>Which numbers the fields have that every kind of point has under another one.</summary>
    private readonly record struct CommonFields(int Attributes, int? Exemplars, int Flags);
}
