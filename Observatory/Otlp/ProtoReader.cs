using System.Diagnostics.CodeAnalysis;

namespace Observatory.Otlp;

/// <summary>
/// Reads one protobuf message over a span: no allocation, never beyond the span, and whatever is wrong with the bytes is
/// one <see cref="MalformedProtobufException"/>.
/// <code>
/// var reader = new ProtoReader(bytes);
/// while (reader.Next())
/// {
///     switch (reader.Field)
///     {
///         case 1: name = reader.ReadString(); break;
///         case 2: Decode(reader.ReadBytes()); break; // a nested message
///         default: reader.Skip(); break;
///     }
/// }
/// </code>
/// Every field that <see cref="Next"/> announces must be read or skipped. Reading a field as another wire type than it has is malformed.
/// </summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private const int MaxGroupDepth = 32;
    private const int MaxFieldNumber = (1 << 29) - 1;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>The wire type of the current field.</summary>
    public WireType Type { get; private set; }

    /// <summary>Moves to the next field.</summary>
    /// <returns>False at the end of the message.</returns>
    public bool Next()
    {
        if (_position >= _message.Length)
        {
            return false;
        }

        ReadTag();
        if (Type == WireType.EndGroup)
        {
            throw Malformed("a group ends that never began");
        }

        return true;
    }

    /// <summary>A varint field, as the 64 bits it carries (uint64, int64, bool, enum).</summary>
    public ulong ReadVarint()
    {
        Expect(WireType.Varint);
        return RawVarint();
    }

    /// <summary>A varint field as int64 (two's complement).</summary>
    public long ReadInt64() => unchecked((long)ReadVarint());

    /// <summary>A varint field as uint32; higher bits are dropped, as protobuf says.</summary>
    public uint ReadUInt32() => unchecked((uint)ReadVarint());

    /// <summary>A varint field as an enum's number or int32; higher bits are dropped, as protobuf says.</summary>
    public int ReadInt32() => unchecked((int)ReadVarint());

    /// <summary>A zigzag-coded varint field (sint32, sint64).</summary>
    public long ReadSignedVarint()
    {
        var value = ReadVarint();
        return unchecked((long)(value >> 1) ^ -(long)(value & 1));
    }

    /// <summary>A varint field as bool.</summary>
    public bool ReadBool() => ReadVarint() != 0;

    /// <summary>A fixed64 field.</summary>
    public ulong ReadFixed64()
    {
        Expect(WireType.Fixed64);
        return BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
    }

    /// <summary>An sfixed64 field.</summary>
    public long ReadSFixed64() => unchecked((long)ReadFixed64());

    /// <summary>A double field.</summary>
    public double ReadDouble() => BitConverter.UInt64BitsToDouble(ReadFixed64());

    /// <summary>A fixed32 field.</summary>
    public uint ReadFixed32()
    {
        Expect(WireType.Fixed32);
        return BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
    }

    /// <summary>
    /// A length-delimited field: bytes, a string's UTF-8, a nested message, or packed scalars. A slice of the message, not a copy.
    /// </summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        Expect(WireType.LengthDelimited);
        return TakeDelimited();
    }

    /// <summary>
    /// A string field. Invalid UTF-8 becomes U+FFFD: the text is only shown, and a telemetry sender can't mend it by resending.
    /// </summary>
    public string ReadString() => Encoding.UTF8.GetString(ReadBytes());

    /// <summary>
    /// The next 64-bit scalar of a <c>repeated fixed64/double</c> field that <see cref="ReadBytes"/> gave as packed bytes.
    /// </summary>
    /// <returns>False when <paramref name="packed"/> is used up.</returns>
    public static bool TryReadPacked64(ref ReadOnlySpan<byte> packed, out ulong value)
    {
        if (packed.IsEmpty)
        {
            value = 0;
            return false;
        }

        if (packed.Length < 8)
        {
            throw new MalformedProtobufException("packed 64-bit values do not fill their field");
        }

        value = BinaryPrimitives.ReadUInt64LittleEndian(packed);
        packed = packed[8..];
        return true;
    }

    /// <summary>The next varint of a packed field. See <see cref="TryReadPacked64"/>.</summary>
    public static bool TryReadPackedVarint(ref ReadOnlySpan<byte> packed, out ulong value)
    {
        if (packed.IsEmpty)
        {
            value = 0;
            return false;
        }

        var reader = new ProtoReader(packed);
        value = reader.RawVarint();
        packed = packed[reader._position..];
        return true;
    }

    /// <summary>Passes over the current field.</summary>
    public void Skip() => Skip(0);

    private void Skip(int depth)
    {
        switch (Type)
        {
            case WireType.Varint:
                RawVarint();
                break;
            case WireType.Fixed64:
                Take(8);
                break;
            case WireType.LengthDelimited:
                TakeDelimited();
                break;
            case WireType.Fixed32:
                Take(4);
                break;
            case WireType.StartGroup:
                SkipGroup(depth);
                break;
            default:
                throw Malformed("unknown wire type");
        }
    }

    private void SkipGroup(int depth)
    {
        if (depth >= MaxGroupDepth)
        {
            throw Malformed("groups nested too deeply");
        }

        var group = Field;
        while (_position < _message.Length)
        {
            ReadTag();
            if (Type == WireType.EndGroup)
            {
                if (Field != group)
                {
                    throw Malformed("a group ends that never began");
                }

                return;
            }

            Skip(depth + 1);
        }

        throw Malformed("a group does not end");
    }

    private void ReadTag()
    {
        var tag = RawVarint();
        var field = tag >> 3;
        if (field is 0 or > MaxFieldNumber)
        {
            throw Malformed("field number out of range");
        }

        Field = (int)field;
        Type = (WireType)(tag & 7);
        if (Type > WireType.Fixed32)
        {
            throw Malformed("unknown wire type");
        }
    }

    private ulong RawVarint()
    {
        var rest = _message[_position..];
        if (!rest.IsEmpty && rest[0] < 0x80)
        {
            _position++;
            return rest[0];
        }

        ulong value = 0;
        for (var i = 0; i < 10; i++)
        {
            if (i >= rest.Length)
            {
                throw Malformed("a varint is cut off");
            }

            var b = rest[i];
            if (i == 9 && b > 1)
            {
                break;
            }

            value |= (ulong)(b & 0x7F) << (7 * i);
            if (b < 0x80)
            {
                _position += i + 1;
                return value;
            }
        }

        throw Malformed("a varint does not fit 64 bits");
    }

    private ReadOnlySpan<byte> TakeDelimited()
    {
        var length = RawVarint();
        if (length > (ulong)(_message.Length - _position))
        {
            throw Malformed("a field is longer than its message");
        }

        return Take((int)length);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _message.Length - _position)
        {
            throw Malformed("a field is cut off");
        }

        var taken = _message.Slice(_position, count);
        _position += count;
        return taken;
    }

    private readonly void Expect(WireType type)
    {
        if (Type != type)
        {
            ThrowUnexpected(type);
        }
    }

    [DoesNotReturn]
    private readonly void ThrowUnexpected(WireType type) => throw Malformed($"expected wire type {type} but found {Type}");

    private readonly MalformedProtobufException Malformed(string what) => new($"{what} (field {Field}, byte {_position} of {_message.Length})");
}
