using Observatory.Otlp;

namespace Observatory.Metrics.Otlp;

/// <summary>Reads the repeated scalars of data points, up to a length; what comes beyond it is read over and noted.</summary>
internal sealed class PointLists
{
    /// <summary>Items kept of one list.</summary>
    public const int MaxLength = 4096;

    /// <summary>Whether a list since <see cref="Begin"/> was longer than what is kept.</summary>
    public bool AreTooLong { get; private set; }

    /// <summary>Begins a point.</summary>
    public void Begin() => AreTooLong = false;

    /// <summary>Reads the Buckets message of an exponential histogram.</summary>
    /// <returns>Its offset.</returns>
    public long Buckets(ReadOnlySpan<byte> message, List<ulong> counts)
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

    /// <summary>Reads a field of repeated 64-bit scalars, packed or not.</summary>
    public void Fixed64s<T>(ref ProtoReader reader, List<T> list, Func<ulong, T> convert)
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
        if (list.Count < MaxLength)
        {
            list.Add(item);
        }
        else
        {
            AreTooLong = true;
        }
    }
}
