using Observatory.Otlp;

namespace Observatory.Agents.Steps;

/// <summary>
/// A span's attributes as a reader of agents' telemetry asks for them: names and numbers, by several spellings. Of a text no more is read
/// than a name may have; messages, which can be megabytes, are left where they are.
/// </summary>
internal sealed class SpanAttributes
{
    /// <summary>Bytes of UTF-8 that are read of a text.</summary>
    public const int MaxText = 1000;

    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);

    /// <summary>Reads the attributes of a span or of an event. A key given twice keeps its last value.</summary>
    public SpanAttributes(RepeatedField attributes)
    {
        foreach (var keyValue in attributes)
        {
            var attribute = OtlpAttribute.Read(keyValue);
            if (attribute.Key.Length <= OtlpAttributeList.MaxKeyBytes)
            {
                _values[attribute.KeyText] = Value.Of(attribute.Value);
            }
        }
    }

    /// <summary>What could not be used, as a sentence, or null.</summary>
    public string? Oddity { get; private set; }

    /// <summary>Whether a key is there.</summary>
    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>Whether a key begins like this.</summary>
    public bool HasPrefix(string prefix) => _values.Keys.Any(k => k.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The first of the keys that has a text; null when none has.</summary>
    public string? Text(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (_values.TryGetValue(key, out var value) && value.Text is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The first of the keys that has a number of tokens. One that can't be is unknown and said as <see cref="Oddity"/>.</summary>
    public long? Tokens(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (_values.TryGetValue(key, out var value) && value.Number is { } number)
            {
                if (number is >= 0 and <= TokenUsage.Most && number == Math.Floor(number))
                {
                    return (long)number;
                }

                Oddity = string.Create(
                    CultureInfo.InvariantCulture, $"{key} is {number:R}, which is no number of tokens and counts as unknown");
            }
        }

        return null;
    }

    /// <summary>The first of the keys that has an amount of money, not negative.</summary>
    public decimal? Dollars(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (_values.TryGetValue(key, out var value) && value.Number is >= 0 and < 1e9 and var number)
            {
                return (decimal)number;
            }
        }

        return null;
    }

    private readonly record struct Value(OtlpValueKind Kind, long Bits, string? Text)
    {
        public double? Number => Kind switch
        {
            OtlpValueKind.Int => Bits,
            OtlpValueKind.Double => BitConverter.Int64BitsToDouble(Bits),
            OtlpValueKind.String when double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };

        public static Value Of(OtlpValue value) => new(value.Kind, value.Bits, value.Kind switch
        {
            OtlpValueKind.String => Encoding.UTF8.GetString(value.Bytes[..Math.Min(MaxText, value.Bytes.Length)]),
            OtlpValueKind.Array or OtlpValueKind.Map when value.Bytes.Length > MaxText => null,
            _ => value.ToText(),
        });
    }
}
