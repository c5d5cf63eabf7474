using Observatory.Storage;

namespace Observatory.SpanMetrics;

/// <summary>
/// Gives a name that was seen before as the same array, so that a span of a known service costs no memory. Bounded: when it is full it
/// starts anew, and whoever holds a name keeps it. Not thread-safe.
/// </summary>
internal sealed class NameTable
{
    /// <summary>Bytes of UTF-8 kept of a name, as of any label.</summary>
    public const int MaxBytes = 1024;

    private const int MaxNames = 4096;

    private readonly Dictionary<byte[], byte[]> _names = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], byte[]>.AlternateLookup<ReadOnlySpan<byte>> _byText;

    /// <summary>Makes an empty table.</summary>
    public NameTable() => _byText = _names.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The name as an array; nothing for an empty one.</summary>
    public byte[]? Get(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return null;
        }

        name = Cut(name);
        if (_byText.TryGetValue(name, out var known))
        {
            return known;
        }

        if (_names.Count == MaxNames)
        {
            _names.Clear();
        }

        var made = name.ToArray();
        _names.Add(made, made);
        return made;
    }

    /// <summary>The first bytes of a name that is too long, not ending within a character.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> name)
    {
        if (name.Length <= MaxBytes)
        {
            return name;
        }

        var length = MaxBytes;
        while (length > 0 && (name[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return name[..length];
    }
}
