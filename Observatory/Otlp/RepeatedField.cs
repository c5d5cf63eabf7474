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
    /// <exception cref="MalformedProtobufException">What holds them is no message, or one of them is none.</exception>
    public bool MoveNext()
    {
        while (_reader.Next())
        {
            if (_reader.Field == field)
            {
                Current = _reader.ReadBytes();
                return true;
            }

            _reader.Skip();
        }

        return false;
    }

    /// <summary>The last of them, which is the value of a field that is not repeated; empty when there is none.</summary>
    /// <exception cref="MalformedProtobufException">As for <see cref="MoveNext"/>.</exception>
    public static ReadOnlySpan<byte> Last(ReadOnlySpan<byte> message, int field)
    {
        ReadOnlySpan<byte> last = default;
        foreach (var found in new RepeatedField(message, field))
        {
            last = found;
        }

        return last;
    }
}
