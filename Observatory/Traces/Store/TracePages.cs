using Observatory.Traces.Columns;

namespace Observatory.Traces.Store;

/// <summary>
/// The index of a part's traces: by the hash of the trace's id in which blocks it is, and with how many spans. In pages of a few kilobytes,
/// of which a reader of one trace needs one.
/// </summary>
internal static class TracePages
{
    /// <summary>Entries of a page.</summary>
    public const int Entries = 340;

    private const int EntrySize = 12;

    /// <summary>Bytes of a full page.</summary>
    public const int PageSize = 1 + (Entries * EntrySize);

    /// <summary>Writes a page.</summary>
    public static void Write(ByteSink sink, ReadOnlySpan<TraceInBlock> entries)
    {
        sink.Byte(PartFormat.PageFrame);
        foreach (var (hash, block, spans) in entries)
        {
            sink.Word32((uint)(hash >> 32));
            sink.Word32((uint)block);
            sink.Word32((uint)spans);
        }
    }

    /// <summary>Adds what a page has of a hash.</summary>
    public static void Find(ReadOnlySpan<byte> page, uint hash, int blocks, List<(int Block, int Spans)> found)
    {
        var source = new ByteSource(page);
        if (source.Byte() != PartFormat.PageFrame)
        {
            throw ByteSource.Damaged();
        }

        while (source.Left > 0)
        {
            var (entry, block, spans) = (source.Word32(), source.Word32(), source.Word32());
            if (entry == hash)
            {
                found.Add(block < blocks ? ((int)block, (int)spans) : throw ByteSource.Damaged());
            }
        }
    }
}

/// <summary>That spans of a trace are in a block.</summary>
internal readonly record struct TraceInBlock(ulong Hash, int Block, int Spans);
