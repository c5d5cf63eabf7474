using System.Text.Unicode;

namespace Observatory.Otlp.Json;

/// <summary>Writes protobuf as the JSON that OTLP has for it: what the transcoder of requests reads, the other way round.</summary>
internal static class OtlpJsonWriter
{
    /// <summary>Writes a message as an object.</summary>
    /// <exception cref="MalformedProtobufException">The bytes are not that message.</exception>
    public static void Write(Utf8JsonWriter json, JsonMessage message, ReadOnlySpan<byte> bytes)
    {
        json.WriteStartObject();
        foreach (var field in message.Fields)
        {
            if (field.IsRepeated)
            {
                WriteList(json, field, bytes);
            }
            else
            {
                WriteLast(json, field, bytes, message.IsChoice);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, JsonField field, ReadOnlySpan<byte> bytes)
    {
        // Lists of numbers are not in what is written.
        var hasBegun = false;
        foreach (var item in new RepeatedField(bytes, field.Number))
        {
            if (!hasBegun)
            {
                json.WriteStartArray(field.Name);
                hasBegun = true;
            }

            Write(json, field.Message!, item);
        }

        if (hasBegun)
        {
            json.WriteEndArray();
        }
    }

    private static void WriteLast(Utf8JsonWriter json, JsonField field, ReadOnlySpan<byte> bytes, bool keepsDefault)
    {
        ReadOnlySpan<byte> content = default;
        ulong bits = 0;
        var isThere = false;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            // What was stored is read as far as it is understood: a field of another type is an unknown one.
            if (reader.Field != field.Number || reader.Type != field.WireType)
            {
                reader.Skip();
                continue;
            }

            isThere = true;
            switch (field.WireType)
            {
                case WireType.LengthDelimited:
                    content = reader.ReadBytes();
                    break;
                case WireType.Fixed64:
                    bits = reader.ReadFixed64();
                    break;
                case WireType.Fixed32:
                    bits = reader.ReadFixed32();
                    break;
                default:
                    bits = reader.ReadVarint();
                    break;
            }
        }

        if (isThere && (keepsDefault || field.Kind == JsonFieldKind.Message || content.Length > 0 || bits != 0))
        {
            json.WritePropertyName(field.Name);
            WriteValue(json, field, content, bits);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, JsonField field, ReadOnlySpan<byte> content, ulong bits)
    {
        switch (field.Kind)
        {
            case JsonFieldKind.Message:
                Write(json, field.Message!, content);
                break;
            case JsonFieldKind.Text:
                WriteText(json, content);
                break;
            case JsonFieldKind.HexBytes:
                json.WriteStringValue(Convert.ToHexStringLower(content));
                break;
            case JsonFieldKind.Base64Bytes:
                json.WriteBase64StringValue(content);
                break;
            case JsonFieldKind.Flag:
                json.WriteBooleanValue(bits != 0);
                break;
            case JsonFieldKind.Unsigned32 or JsonFieldKind.Fixed32:
                json.WriteNumberValue((uint)bits);
                break;
            case JsonFieldKind.Zigzag32:
                json.WriteNumberValue((int)(bits >> 1) ^ -(int)(bits & 1));
                break;
            case JsonFieldKind.Float64:
                WriteDouble(json, BitConverter.UInt64BitsToDouble(bits));
                break;
            case JsonFieldKind.Signed64 or JsonFieldKind.SFixed64:
                json.WriteStringValue(((long)bits).ToString(CultureInfo.InvariantCulture));
                break;
            default:
                // Numbers of 64 bits are text: JavaScript's are not so exact.
                json.WriteStringValue(bits.ToString(CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteDouble(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }

    /// <summary>The writer refuses invalid UTF-8; such text is mended.</summary>
    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8))
        {
            json.WriteStringValue(utf8);
        }
        else
        {
            json.WriteStringValue(Encoding.UTF8.GetString(utf8));
        }
    }
}
