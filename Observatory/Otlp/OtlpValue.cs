using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Observatory.Otlp;

/// <summary>An OTLP AnyValue, undecoded as far as possible: scalars as their bits, the rest as a slice of the request.</summary>
internal readonly ref struct OtlpValue
{
    /// <summary>Values nested deeper than this are malformed: no sender has them, and reading them costs stack.</summary>
    public const int MaxDepth = 32;

    // People read it: letters of all scripts as they are, markup characters escaped.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private OtlpValue(OtlpValueKind kind, ReadOnlySpan<byte> bytes, long bits)
    {
        Kind = kind;
        Bytes = bytes;
        Bits = bits;
    }

    /// <summary>What the value is.</summary>
    public OtlpValueKind Kind { get; }

    /// <summary>The UTF-8 of a string, the bytes of a bytes value, the message of an array or map; else empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The bits of a bool, int or double; else 0.</summary>
    public long Bits { get; }

    /// <summary>The number of a double value.</summary>
    public double Double => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>Reads an AnyValue message and checks all that is nested in it.</summary>
    /// <exception cref="MalformedProtobufException">It is none, or is nested more than <see cref="MaxDepth"/> deep.</exception>
    public static OtlpValue Read(ReadOnlySpan<byte> message) => Read(message, 0, check: true);

    private static OtlpValue Read(ReadOnlySpan<byte> message, int depth, bool check)
    {
        if (depth > MaxDepth)
        {
            throw new MalformedProtobufException($"an attribute value is nested more than {MaxDepth} deep");
        }

        var value = default(OtlpValue);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    value = new(OtlpValueKind.String, reader.ReadBytes(), 0);
                    break;
                case 2:
                    value = new(OtlpValueKind.Bool, default, reader.ReadBool() ? 1 : 0);
                    break;
                case 3:
                    value = new(OtlpValueKind.Int, default, reader.ReadInt64());
                    break;
                case 4:
                    value = new(OtlpValueKind.Double, default, BitConverter.DoubleToInt64Bits(reader.ReadDouble()));
                    break;
                case 5:
                    value = new(OtlpValueKind.Array, reader.ReadBytes(), 0);
                    break;
                case 6:
                    value = new(OtlpValueKind.Map, reader.ReadBytes(), 0);
                    break;
                case 7:
                    value = new(OtlpValueKind.Bytes, reader.ReadBytes(), 0);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (check && value.Kind is OtlpValueKind.Array or OtlpValueKind.Map)
        {
            value.Check(depth + 1);
        }

        return value;
    }

    /// <summary>
    /// The value as text: a string as it is, numbers in invariant notation, <c>true</c>/<c>false</c>, bytes in base64, arrays and maps as
    /// JSON.
    /// </summary>
    public string ToText() => Kind switch
    {
        OtlpValueKind.String => Encoding.UTF8.GetString(Bytes),
        OtlpValueKind.Bool => Bits != 0 ? "true" : "false",
        OtlpValueKind.Int => Bits.ToString(CultureInfo.InvariantCulture),
        OtlpValueKind.Double => Double.ToString("R", CultureInfo.InvariantCulture),
        OtlpValueKind.Bytes => Convert.ToBase64String(Bytes),
        OtlpValueKind.Array or OtlpValueKind.Map => ToJson(),
        _ => "",
    };

    private string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            WriteJson(writer, 0);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private void WriteJson(Utf8JsonWriter writer, int depth)
    {
        switch (Kind)
        {
            case OtlpValueKind.Bool:
                writer.WriteBooleanValue(Bits != 0);
                break;
            case OtlpValueKind.Int:
                writer.WriteNumberValue(Bits);
                break;
            case OtlpValueKind.Double when double.IsFinite(Double):
                writer.WriteNumberValue(Double);
                break;
            case OtlpValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in new RepeatedField(Bytes, 1))
                {
                    Read(item, depth + 1, check: false).WriteJson(writer, depth + 1);
                }

                writer.WriteEndArray();
                break;
            case OtlpValueKind.Map:
                writer.WriteStartObject();
                foreach (var entry in new RepeatedField(Bytes, 1))
                {
                    Split(entry, out var key, out var value);
                    writer.WritePropertyName(Encoding.UTF8.GetString(key));
                    Read(value, depth + 1, check: false).WriteJson(writer, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case OtlpValueKind.Empty:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(ToText());
                break;
        }
    }

    private void Check(int depth)
    {
        foreach (var item in new RepeatedField(Bytes, 1))
        {
            var value = item;
            if (Kind == OtlpValueKind.Map)
            {
                Split(item, out _, out value);
            }

            Read(value, depth, check: true);
        }
    }

    /// <summary>Takes a KeyValue message apart without looking into the value.</summary>
    internal static void Split(ReadOnlySpan<byte> keyValue, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        key = default;
        value = default;
        var reader = new ProtoReader(keyValue);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    key = reader.ReadBytes();
                    break;
                case 2:
                    value = reader.ReadBytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }
}

/// <summary>Which of the alternatives an OTLP AnyValue holds.</summary>
internal enum OtlpValueKind : byte
{
    Empty,
    String,
    Bool,
    Int,
    Double,
    Array,
    Map,
    Bytes,
}
