using System.Text;

namespace Tta.ServiceDefaults.Tests.Otlp;

/// <summary>Reads protobuf by field number, as much of it as the tests need.</summary>
internal readonly struct WireMessage(ReadOnlyMemory<byte> bytes)
{
    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field).Span);

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field).Span);

    public ReadOnlyMemory<byte> Bytes(int field) => Fields(field).Select(value => value.Bytes).FirstOrDefault();

    public ulong Number(int field) => Fields(field).Select(value => value.Number).FirstOrDefault();

    public IEnumerable<WireMessage> Messages(int field) => Fields(field).Select(value => new WireMessage(value.Bytes));

    public WireMessage Message(int field) => Messages(field).FirstOrDefault();

    private List<(ReadOnlyMemory<byte> Bytes, ulong Number)> Fields(int field)
    {
        var found = new List<(ReadOnlyMemory<byte>, ulong)>();
        var position = 0;
        while (position < bytes.Length)
        {
            var key = Varint(ref position);
            ReadOnlyMemory<byte> content = default;
            ulong number = 0;
            switch (key & 7)
            {
                case 0: number = Varint(ref position); break;
                case 1: number = BitConverter.ToUInt64(bytes.Span.Slice(position, 8)); position += 8; break;
                case 5: number = BitConverter.ToUInt32(bytes.Span.Slice(position, 4)); position += 4; break;
                case 2:
                    var length = (int)Varint(ref position);
                    content = bytes.Slice(position, length);
                    position += length;
                    break;
                default: throw new InvalidDataException($"Wire type {key & 7} at {position}.");
            }

            if ((int)(key >> 3) == field)
            {
                found.Add((content, number));
            }
        }

        return found;
    }

    private ulong Varint(ref int position)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes.Span[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
