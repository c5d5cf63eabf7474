namespace Observatory.Traces.Columns;

/// <summary>
/// Goes through the fields of a protobuf message, or of a part of it, and says where their values are. Accepts only what can be written
/// again from the numbers and values alone: no number in more bytes than it takes, no groups.
/// </summary>
internal ref struct StrictReader(ReadOnlySpan<byte> origin, int from, int to)
{
    private readonly ReadOnlySpan<byte> _origin = origin;
    private int _position = from;

    /// <summary>Goes through a whole message.</summary>
    public StrictReader(ReadOnlySpan<byte> message)
        : this(message, 0, message.Length)
    {
    }

    /// <summary>The tag of the field at which it is.</summary>
    public uint Tag { get; private set; }

    /// <summary>The number of a varint.</summary>
    public ulong Number { get; private set; }

    /// <summary>Where the value of any other field is.</summary>
    public int Offset { get; private set; }

    /// <summary>The bytes of that value.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes that are left.</summary>
    public readonly int Left => to - _position;

    /// <summary>Goes on to the next field.</summary>
    /// <returns>False when it is none that can be written again.</returns>
    public bool TryNext()
    {
        (Number, Length) = (0, 0);
        if (!TryVarint(out var tag) || tag > uint.MaxValue || tag >> 3 == 0)
        {
            return false;
        }

        Tag = (uint)tag;
        ulong length;
        switch (tag & 7)
        {
            case 0:
                var isNumber = TryVarint(out var number);
                (Number, Offset) = (number, _position);
                return isNumber;
            case 1:
                length = 8;
                break;
            case 5:
                length = 4;
                break;
            case 2:
                if (!TryVarint(out length))
                {
                    return false;
                }

                break;
            default:
                return false;
        }

        if (length > (ulong)Left)
        {
            return false;
        }

        (Offset, Length) = (_position, (int)length);
        _position += Length;
        return true;
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < 10 && _position < to; i++)
        {
            var b = _origin[_position++];
            value |= (ulong)(b & 0x7F) << (7 * i);
            if (b < 0x80)
            {
                return (b != 0 || i == 0) && (i < 9 || b == 1);
            }
        }

        return false;
    }
}
