using Observatory.Metrics.Model;
using Observatory.Otlp;

namespace Observatory.Metrics.Otlp;

/// <summary>Decodes an Exemplar message.</summary>
internal static class ExemplarReader
{
    /// <summary>The exemplar; null when it names no trace, since there is nothing to open then.</summary>
    /// <exception cref="MalformedProtobufException">It is none.</exception>
    public static Exemplar? Read(ReadOnlySpan<byte> message)
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

        return trace.Length == 16
            ? new Exemplar(value, time, BinaryPrimitives.ReadUInt128BigEndian(trace), span.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(span) : 0)
            : null;
    }
}
