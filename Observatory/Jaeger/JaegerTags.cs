using System.Text.Unicode;
using Observatory.Otlp;
using Observatory.Traces.Model;

namespace Observatory.Jaeger;

/// <summary>Writes key-value pairs with their type, as Jaeger does.</summary>
internal static class JaegerTags
{
    // JavaScript holds larger integers inexactly; Jaeger writes them as text.
    private const long MaxSafeInteger = (1L << 53) - 1;

    /// <summary>Writes attributes but one.</summary>
    public static void WriteAttributes(Utf8JsonWriter json, RepeatedField attributes, ReadOnlySpan<byte> except = default)
    {
        foreach (var keyValue in attributes)
        {
            var attribute = OtlpAttribute.Read(keyValue);
            if (except.IsEmpty || !attribute.Key.SequenceEqual(except))
            {
                Write(json, attribute);
            }
        }
    }

    /// <summary>Writes a scope's name, version and attributes.</summary>
    public static void WriteScope(Utf8JsonWriter json, StoredProcess process)
    {
        WriteTextUnlessEmpty(json, "otel.scope.name"u8, process.ScopeName);
        WriteTextUnlessEmpty(json, "otel.scope.version"u8, process.ScopeVersion);
        WriteAttributes(json, process.ScopeAttributes);
    }

    /// <summary>Writes a text.</summary>
    public static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> key, ReadOnlySpan<byte> text)
    {
        Begin(json, key, "string"u8);
        WriteString(json, text);
        json.WriteEndObject();
    }

    /// <summary>Writes a yes or no.</summary>
    public static void WriteBool(Utf8JsonWriter json, ReadOnlySpan<byte> key, bool value)
    {
        Begin(json, key, "bool"u8);
        json.WriteBoolean("value"u8, value);
        json.WriteEndObject();
    }

    private static void WriteTextUnlessEmpty(Utf8JsonWriter json, ReadOnlySpan<byte> key, ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty)
        {
            WriteText(json, key, text);
        }
    }

    private static void Write(Utf8JsonWriter json, OtlpAttribute attribute)
    {
        var value = attribute.Value;
        switch (value.Kind)
        {
            case OtlpValueKind.String:
                WriteText(json, attribute.Key, value.Bytes);
                return;
            case OtlpValueKind.Bool:
                WriteBool(json, attribute.Key, value.Bits != 0);
                return;
            case OtlpValueKind.Int:
                Begin(json, attribute.Key, "int64"u8);
                if (value.Bits is > MaxSafeInteger or < -MaxSafeInteger)
                {
                    json.WriteString("value"u8, value.Bits.ToString(CultureInfo.InvariantCulture));
                }
                else
                {
                    json.WriteNumber("value"u8, value.Bits);
                }

                break;
            case OtlpValueKind.Double when double.IsFinite(value.Double):
                Begin(json, attribute.Key, "float64"u8);
                json.WriteNumber("value"u8, value.Double);
                break;
            case OtlpValueKind.Bytes:
                Begin(json, attribute.Key, "binary"u8);
                json.WriteBase64String("value"u8, value.Bytes);
                break;
            default:
                Begin(json, attribute.Key, "string"u8);
                json.WriteString("value"u8, value.ToText());
                break;
        }

        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, ReadOnlySpan<byte> key, ReadOnlySpan<byte> type)
    {
        json.WriteStartObject();
        json.WritePropertyName("key"u8);
        WriteValue(json, key);
        json.WriteString("type"u8, type);
    }

    private static void WriteString(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        json.WritePropertyName("value"u8);
        WriteValue(json, text);
    }

    /// <summary>The writer refuses invalid UTF-8; such text is mended.</summary>
    private static void WriteValue(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            json.WriteStringValue(text);
        }
        else
        {
            json.WriteStringValue(Encoding.UTF8.GetString(text));
        }
    }
}
