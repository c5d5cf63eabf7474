using System.Buffers.Binary;

namespace Observatory.Logs.Store;

/// <summary>Reads the length-prefixed fields of a stored log record one after the other.</summary>
internal ref struct LogFieldReader(ReadOnlySpan<byte> fields)
{
    /// <summary>What was not read yet.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = fields;

    /// <summary>The next field.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such fields; only a damaged file can be the cause.</exception>
    public ReadOnlySpan<byte> Next()
    {
        if (Rest.Length < 2 || BinaryPrimitives.ReadUInt16LittleEndian(Rest) is var length && length > Rest.Length - 2)
        {
            throw new InvalidDataException("a stored log record is damaged");
        }

        var field = Rest.Slice(2, length);
        Rest = Rest[(2 + length)..];
        return field;
    }
}
