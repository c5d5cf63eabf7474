using System.Buffers.Binary;
using System.Text;

namespace Tta.Observatory.Tests.Metrics.Support;

/// <summary>Writes a protobuf message by hand.</summary>
internal sealed class Proto
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public Proto Varint(int field, ulong value)
    {
        Raw(((ulong)field << 3) | 0);
        Raw(value);
        return this;
    }

    public Proto Append(Proto fields)
    {
        _bytes.AddRange(fields._bytes);
        return this;
    }

    public Proto SInt(int field, long value) => Varint(field, unchecked((ulong)((value << 1) ^ (value >> 63))));

    public Proto Fixed64(int field, ulong value)
    {
        Raw(((ulong)field << 3) | 1);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        _bytes.AddRange(bytes);
        return this;
    }

    public Proto Fixed32(int field, uint value)
    {
        Raw(((ulong)field << 3) | 5);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _bytes.AddRange(bytes);
        return this;
    }

    public Proto Double(int field, double value) => Fixed64(field, BitConverter.DoubleToUInt64Bits(value));

    public Proto Bytes(int field, ReadOnlySpan<byte> value)
    {
        Raw(((ulong)field << 3) | 2);
        Raw((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    public Proto String(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public Proto Message(int field, Proto message) => Bytes(field, message.ToArray());

    public Proto PackedFixed64(int field, IEnumerable<ulong> values) =>
        Bytes(field, [.. values.SelectMany(BitConverter.GetBytes)]);

    public Proto PackedDoubles(int field, IEnumerable<double> values) => PackedFixed64(field, values.Select(BitConverter.DoubleToUInt64Bits));

    public Proto PackedVarints(int field, IEnumerable<ulong> values)
    {
        var packed = new Proto();
        foreach (var value in values)
        {
            packed.Raw(value);
        }

        return Message(field, packed);
    }

    /// <summary>Adds a KeyValue; a value is a string, bool, long, double or an AnyValue message.</summary>
    public Proto Attribute(int field, string key, object value) => Message(field, new Proto().String(1, key).Message(2, AnyValue(value)));

    public static Proto AnyValue(object value) => value switch
    {
        string text => new Proto().String(1, text),
        bool flag => new Proto().Varint(2, flag ? 1UL : 0),
        int number => new Proto().Varint(3, unchecked((ulong)(long)number)),
        long number => new Proto().Varint(3, unchecked((ulong)number)),
        double number => new Proto().Double(4, number),
        byte[] bytes => new Proto().Bytes(7, bytes),
        Proto message => message,
        _ => throw new ArgumentException("no AnyValue", nameof(value)),
    };

    private void Raw(ulong value)
    {
        while (value >= 0x80)
        {
            _bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }

        _bytes.Add((byte)value);
    }
}
