namespace Observatory.Otlp;

/// <summary>An OTLP KeyValue, as slices of the request.</summary>
internal readonly ref struct OtlpAttribute
{
    private OtlpAttribute(ReadOnlySpan<byte> key, OtlpValue value)
    {
        Key = key;
        Value = value;
    }

    /// <summary>The key's UTF-8.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>The value.</summary>
    public OtlpValue Value { get; }

    /// <summary>The key as a string.</summary>
    public string KeyText => Encoding.UTF8.GetString(Key);

    /// <summary>Reads a KeyValue message.</summary>
    /// <exception cref="MalformedProtobufException">It is none.</exception>
    public static OtlpAttribute Read(ReadOnlySpan<byte> keyValue)
    {
        OtlpValue.Split(keyValue, out var key, out var value);
        return new(key, OtlpValue.Read(value));
    }
}
