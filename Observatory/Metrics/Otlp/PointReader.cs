using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Observatory.Metrics.Store;
using Observatory.Otlp;

namespace Observatory.Metrics.Otlp;

/// <summary>
/// Decodes data points into the one point and the one label set it was given. Returns why a point cannot be used, or nothing. Reads every byte
/// in any case, so that malformed bytes never go unnoticed.
/// </summary>
internal sealed class PointReader(MetricsOptions options, MetricPoint point, LabelSetBuilder labels)
{
    private const int MaxListLength = 4096;
    private const uint NoRecordedValueFlag = 1;

    private readonly List<ulong> _positive = [];
    private readonly List<ulong> _negative = [];
    private bool _listTooLong;

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
                case 7:
                    Attribute(reader.ReadBytes());
                    break;
                case 2:
                    point.StartUnixNano = reader.ReadFixed64();
                    break;
                case 3:
                    point.TimeUnixNano = reader.ReadFixed64();
                    break;
                case 4:
                    point.Value = reader.ReadDouble();
                    hasValue = true;
                    break;
                case 6:
                    point.Value = reader.ReadSFixed64();
                    hasValue = true;
                    break;
                case 5:
                    Exemplar(reader.ReadBytes());
                    break;
                case 8:
                    Flags(reader.ReadUInt32());
                    break;
                default:
                    reader.Skip();
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
                case 9:
                    Attribute(reader.ReadBytes());
                    break;
                case 2:
                    point.StartUnixNano = reader.ReadFixed64();
                    break;
                case 3:
                    point.TimeUnixNano = reader.ReadFixed64();
                    break;
                case 4:
                    point.Count = reader.ReadFixed64();
                    break;
                case 5:
                    Sum(reader.ReadDouble());
                    break;
                case 6:
                    Fixed64s(ref reader, point.BucketCounts, static bits => bits);
                    break;
                case 7:
                    Fixed64s(ref reader, point.Bounds, BitConverter.UInt64BitsToDouble);
                    break;
                case 8:
                    Exemplar(reader.ReadBytes());
                    break;
                case 10:
                    Flags(reader.ReadUInt32());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return CheckBuckets();
    }

    /// <summary>ExponentialHistogramDataPoint, converted to explicit buckets.</summary>
    public string? ReadExponential(ReadOnlySpan<byte> message)
    {
        Begin();
        _positive.Clear();
        _negative.Clear();
        long scale = 0, positiveOffset = 0, negativeOffset = 0;
        ulong zeroCount = 0;
        double zeroThreshold = 0;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    Attribute(reader.ReadBytes());
                    break;
                case 2:
                    point.StartUnixNano = reader.ReadFixed64();
                    break;
                case 3:
                    point.TimeUnixNano = reader.ReadFixed64();
                    break;
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
                    positiveOffset = Buckets(reader.ReadBytes(), _positive);
                    break;
                case 9:
                    negativeOffset = Buckets(reader.ReadBytes(), _negative);
                    break;
                case 10:
                    Flags(reader.ReadUInt32());
                    break;
                case 11:
                    Exemplar(reader.ReadBytes());
                    break;
                case 14:
                    zeroThreshold = reader.ReadDouble();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (_listTooLong || scale is < ExponentialBuckets.MinScale or > ExponentialBuckets.MaxScale ||
            positiveOffset != (int)positiveOffset || negativeOffset != (int)negativeOffset)
        {
            return string.Create(CultureInfo.InvariantCulture, $"an exponential histogram is outside scale {ExponentialBuckets.MinScale} to {ExponentialBuckets.MaxScale} or has more than {MaxListLength} buckets");
        }

        ExponentialBuckets.Begin(point);
        ExponentialBuckets.AddZero(point, zeroThreshold, zeroCount);
        for (var i = 0; i < _positive.Count; i++)
        {
            ExponentialBuckets.AddPositive(point, (int)scale, positiveOffset + i, _positive[i]);
        }

        foreach (var count in _negative)
        {
            ExponentialBuckets.AddNegative(point, count);
        }

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
                case 7:
                    Attribute(reader.ReadBytes());
                    break;
                case 2:
                    point.StartUnixNano = reader.ReadFixed64();
                    break;
                case 3:
                    point.TimeUnixNano = reader.ReadFixed64();
                    break;
                case 4:
                    point.Count = reader.ReadFixed64();
                    break;
                case 5:
                    Sum(reader.ReadDouble());
                    break;
                case 6:
                    Quantile(reader.ReadBytes());
                    break;
                case 8:
                    Flags(reader.ReadUInt32());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (point.Quantiles.Count > options.MaxBuckets)
        {
            return $"a summary has more than {options.MaxBuckets} quantiles";
        }

        // The same quantile twice would be the same series twice.
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

    private void Begin()
    {
        point.Clear();
        labels.Rewind();
        _listTooLong = false;
    }

    private void Flags(uint flags) => point.NoRecordedValue = (flags & NoRecordedValueFlag) != 0;

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

    private void Exemplar(ReadOnlySpan<byte> message)
    {
        double value = 0;
        ulong time = 0;
        ReadOnlySpan<byte> trace = default, span = default;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    time = reader.ReadFixed64();
                    break;
                case 3:
                    value = reader.ReadDouble();
                    break;
                case 6:
                    value = reader.ReadSFixed64();
                    break;
                case 4:
                    span = reader.ReadBytes();
                    break;
                case 5:
                    trace = reader.ReadBytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (trace.Length == 16 && point.Exemplars.Count < MaxListLength)
        {
            point.Exemplars.Add(new Exemplar(
                value, time, BinaryPrimitives.ReadUInt128BigEndian(trace), span.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(span) : 0));
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

        if (point.Quantiles.Count < MaxListLength)
        {
            point.Quantiles.Add((quantile, value));
        }
    }

    private long Buckets(ReadOnlySpan<byte> message, List<ulong> counts)
    {
        long offset = 0;
        counts.Clear();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    offset = reader.ReadSignedVarint();
                    break;
                case 2 when reader.Type == WireType.LengthDelimited:
                    var packed = reader.ReadBytes();
                    while (ProtoReader.TryReadPackedVarint(ref packed, out var count))
                    {
                        Append(counts, count);
                    }

                    break;
                case 2:
                    Append(counts, reader.ReadVarint());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return offset;
    }

    private void Fixed64s<T>(ref ProtoReader reader, List<T> list, Func<ulong, T> convert)
    {
        if (reader.Type != WireType.LengthDelimited)
        {
            Append(list, convert(reader.ReadFixed64()));
            return;
        }

        var packed = reader.ReadBytes();
        while (ProtoReader.TryReadPacked64(ref packed, out var bits))
        {
            Append(list, convert(bits));
        }
    }

    private void Append<T>(List<T> list, T item)
    {
        if (list.Count < MaxListLength)
        {
            list.Add(item);
        }
        else
        {
            _listTooLong = true;
        }
    }

    private string? CheckBuckets()
    {
        if (_listTooLong || point.Bounds.Count > options.MaxBuckets)
        {
            return $"a histogram has more than {options.MaxBuckets} bounds";
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
}
