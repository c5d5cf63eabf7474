namespace Observatory.Otlp;

/// <summary>The messages in a repeated field of a message, in the order in which they came. Copies nothing.</summary>
/// <param name="message">The message.</param>
/// <param name="field">The field's number.</param>
internal ref struct RepeatedField(ReadOnlySpan<byte> message, int field)
{
    private ProtoReader _reader = new(message);

    /// <summary>The message at which the enumeration is.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>The enumeration, from the beginning.</summary>
    public readonly RepeatedField GetEnumerator() => this;

    /// <summary>Goes on to the next.</summary>
    /// <exception cref="MalformedProtobufException">It is no message.</exception>
    public bool MoveNext()
    {
        while (_reader.Next())
        {
            if (_reader.Field == field && _reader.Type == WireType.LengthDelimited)
            {
                Current = _reader.ReadBytes();
                return true;
            }

            _reader.Skip();
        }

        return false;
    }
}
