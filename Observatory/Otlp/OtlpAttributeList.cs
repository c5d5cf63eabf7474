namespace Observatory.Otlp;

/// <summary>
/// Attributes decoded to text, with bounds: what exceeds <see cref="MaxCount"/> is dropped and counted, what is longer than
/// <see cref="MaxKeyBytes"/> or <see cref="MaxValueBytes"/> is cut. A key given twice keeps its last value, as OTLP's map semantics ask.
/// </summary>
internal sealed class OtlpAttributeList
{
    /// <summary>Attributes kept in one list (the SDKs' own default limit).</summary>
    public const int MaxCount = 128;

    /// <summary>Bytes of UTF-8 kept of a key.</summary>
    public const int MaxKeyBytes = 256;

    /// <summary>Bytes of UTF-8 kept of a value.</summary>
    public const int MaxValueBytes = 4096;

    private readonly List<KeyValuePair<string, string>> _items = [];

    /// <summary>The attributes in the order in which they came.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Items => _items;

    /// <summary>How many were dropped because there were too many.</summary>
    public int Dropped { get; private set; }

    /// <summary>The value of <paramref name="key"/>, or null.</summary>
    public string? this[string key]
    {
        get
        {
            var index = IndexOf(key);
            return index < 0 ? null : _items[index].Value;
        }
    }

    /// <summary>Decodes one KeyValue message into the list.</summary>
    /// <exception cref="MalformedProtobufException">It is none.</exception>
    public void Add(ReadOnlySpan<byte> keyValue)
    {
        var attribute = OtlpAttribute.Read(keyValue);
        var key = Encoding.UTF8.GetString(Cut(attribute.Key, MaxKeyBytes));
        var index = IndexOf(key);
        if (index < 0 && _items.Count >= MaxCount)
        {
            Dropped++;
            return;
        }

        var item = KeyValuePair.Create(key, Text(attribute.Value));
        if (index < 0)
        {
            _items.Add(item);
        }
        else
        {
            _items[index] = item;
        }
    }

    private int IndexOf(string key)
    {
        for (var i = 0; i < _items.Count; i++)
        {
            if (_items[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    private static string Text(OtlpValue value)
    {
        if (value.Kind == OtlpValueKind.String)
        {
            return Encoding.UTF8.GetString(Cut(value.Bytes, MaxValueBytes));
        }

        var text = value.ToText();
        return text.Length <= MaxValueBytes ? text : text[..MaxValueBytes];
    }

    /// <summary>The first bytes of <paramref name="utf8"/>, not ending within a character.</summary>
    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> utf8, int bytes)
    {
        if (utf8.Length <= bytes)
        {
            return utf8;
        }

        while (bytes > 0 && (utf8[bytes] & 0xC0) == 0x80)
        {
            bytes--;
        }

        return utf8[..bytes];
    }
}
