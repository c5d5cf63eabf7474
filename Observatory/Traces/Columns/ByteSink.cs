namespace Observatory.Traces.Columns;

/// <summary>Bytes that are written one after the other, in the forms that parts have.</summary>
internal sealed class ByteSink
{
    private const int KeptCapacity = 1024 * 1024;
    private byte[] _bytes = new byte[256];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until more is.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>What was written, to be changed; valid until more is written.</summary>
    public Span<byte> Bytes() => _bytes.AsSpan(0, Length);

    /// <summary>The array in which all is that was written, from its beginning on. Nothing may be written after it.</summary>
    public byte[] Detach() => _bytes;

    /// <summary>Makes it empty.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptCapacity)
        {
            _bytes = new byte[256];
        }
    }

    /// <summary>Gives up what comes after a length.</summary>
    public void CutTo(int length) => Length = length;

    /// <summary>Writes a byte.</summary>
    public void Byte(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    /// <summary>Writes bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Writes a length and as many bytes.</summary>
    public void Text(ReadOnlySpan<byte> bytes)
    {
        Varint((ulong)bytes.Length);
        Bytes(bytes);
    }

    /// <summary>Writes a number in as few bytes as it takes, seven bits in each.</summary>
    public void Varint(ulong value)
    {
        Reserve(10);
        for (; value >= 0x80; value >>= 7)
        {
            _bytes[Length++] = (byte)(value | 0x80);
        }

        _bytes[Length++] = (byte)value;
    }

    /// <summary>Writes a number that may be negative.</summary>
    public void Zigzag(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes 4 bytes, little-endian.</summary>
    public void Word32(uint value)
    {
        Reserve(4);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(Length), value);
        Length += 4;
    }

    /// <summary>Writes 8 bytes, little-endian.</summary>
    public void Word64(ulong value)
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(Length), value);
        Length += 8;
    }

    /// <summary>Writes 8 bytes, big-endian: as ids are in OTLP.</summary>
    public void Id(ulong value)
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64BigEndian(_bytes.AsSpan(Length), value);
        Length += 8;
    }

    /// <summary>Writes 16 bytes, big-endian.</summary>
    public void Id(UInt128 value)
    {
        Reserve(16);
        BinaryPrimitives.WriteUInt128BigEndian(_bytes.AsSpan(Length), value);
        Length += 16;
    }

    /// <summary>Puts the length of all that follows a place in front of it.</summary>
    public void InsertLength(int at)
    {
        var length = Length - at;
        var size = SizeOf((ulong)length);
        Reserve(size);
        _bytes.AsSpan(at, length).CopyTo(_bytes.AsSpan(at + size));
        Length = at;
        Varint((ulong)length);
        Length += length;
    }

    /// <summary>Bytes that a number takes.</summary>
    public static int SizeOf(ulong value) => (63 - System.Numerics.BitOperations.LeadingZeroCount(value | 1)) / 7 + 1;

    private void Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(checked(Length + count), (int)Math.Min(_bytes.Length * 2L, Array.MaxLength)));
        }
    }
}
