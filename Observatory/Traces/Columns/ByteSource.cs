namespace Observatory.Traces.Columns;

/// <summary>
/// Reads what a <see cref="ByteSink"/> wrote. Whatever is wrong with the bytes is one <see cref="InvalidDataException"/>.
/// </summary>
internal ref struct ByteSource(ReadOnlySpan<byte> bytes, int position = 0)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How far it has read.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Bytes that are left.</summary>
    public readonly int Left => _bytes.Length - Position;

    /// <summary>Reads a byte.</summary>
    public byte Byte()
    {
        if (Left == 0)
        {
            throw Damaged();
        }

        return _bytes[Position++];
    }

    /// <summary>Reads bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if ((uint)count > (uint)Left)
        {
            throw Damaged();
        }

        Position += count;
        return _bytes.Slice(Position - count, count);
    }

    /// <summary>Reads a length and as many bytes.</summary>
    public ReadOnlySpan<byte> Text() => Bytes(Count(1));

    /// <summary>Reads a number.</summary>
    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    /// <summary>Reads a number that may be negative.</summary>
    public long Zigzag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Reads how many of something follow, each of which takes at least so many bytes.</summary>
    public int Count(int each)
    {
        var count = Varint();
        if (count > (ulong)(Left / each))
        {
            throw Damaged();
        }

        return (int)count;
    }

    /// <summary>Reads a number below a limit: the place of something in a list.</summary>
    public int Index(int limit)
    {
        var index = Varint();
        return index < (ulong)limit ? (int)index : throw Damaged();
    }

    /// <summary>Reads 4 bytes.</summary>
    public uint Word32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    /// <summary>Reads 8 bytes.</summary>
    public ulong Word64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    /// <summary>What is thrown when the bytes are not what was written.</summary>
    public static InvalidDataException Damaged() => new("what a part says contradicts itself");
}
