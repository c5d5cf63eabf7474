using Observatory.Ingest.Requests;

namespace Observatory.Ingest.Json;

/// <summary>Writes protobuf into a request's buffer.</summary>
internal readonly struct ProtobufWriter(PooledBuffer buffer)
{
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int DelimitedType = 2;
    private const int Fixed32Type = 5;

    /// <summary>Writes a varint field; with no number, a value of a packed one.</summary>
    public void Varint(int? field, ulong value)
    {
        Tag(field, VarintType);
        Varint(value);
    }

    /// <summary>Writes a field of 32 bits.</summary>
    public void Fixed32(int? field, uint value)
    {
        Tag(field, Fixed32Type);
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Append(bytes);
    }

    /// <summary>Writes a field of 64 bits; with no number, a value of a packed one.</summary>
    public void Fixed64(int? field, ulong value)
    {
        Tag(field, Fixed64Type);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Append(bytes);
    }

    /// <summary>Begins a field of bytes: text, a message, packed values.</summary>
    /// <returns>What to end it with.</returns>
    public int Begin(int field)
    {
        Tag(field, DelimitedType);
        Append([0]);
        return buffer.Written.Length;
    }

    /// <summary>
    /// Ends a field of bytes. Its length stands before it and is known only now: one byte was left for it, which is enough for nearly all;
    /// what is longer moves up.
    /// </summary>
    public void End(int begin)
    {
        Span<byte> length = stackalloc byte[10];
        var size = Encode((ulong)(buffer.Written.Length - begin), length);
        buffer.Insert(begin, size - 1);
        buffer.Overwrite(begin - 1, length[..size]);
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = buffer.Room().Span;
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            buffer.Advance(count);
            bytes = bytes[count..];
        }
    }

    private void Tag(int? field, int type)
    {
        if (field is { } number)
        {
            Varint(((ulong)number << 3) | (uint)type);
        }
    }

    private void Varint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        Append(bytes[..Encode(value, bytes)]);
    }

    private static int Encode(ulong value, Span<byte> to)
    {
        var size = 0;
        for (; value >= 0x80; value >>= 7)
        {
            to[size++] = (byte)(value | 0x80);
        }

        to[size++] = (byte)value;
        return size;
    }
}
