using System.Diagnostics.CodeAnalysis;
using Observatory.Otlp;
using Observatory.Storage;
using Observatory.Traces.Columns;

namespace Observatory.Traces.Store;

/// <summary>
/// Spans that are on disk for good, in blocks of columns. What is kept in memory is the <see cref="PartDirectory"/>. Thread-safe; the file
/// outlives its deletion for readers that hold a lease. Damage costs the block or the page that it hit, which is passed over from then on.
/// </summary>
internal sealed class SealedPart
{
    private readonly SegmentFile _file;
    private readonly BlockCache _cache;
    private readonly bool[] _damaged;
    private int[] _operationIds = [];

    private SealedPart(SegmentFile file, PartDirectory directory, BlockCache cache)
    {
        (_file, Directory, _cache) = (file, directory, cache);
        _damaged = new bool[directory.Blocks.Count];
    }

    /// <summary>What is in it.</summary>
    public PartDirectory Directory { get; }

    /// <summary>The file.</summary>
    public SegmentFile File => _file;

    /// <summary>Bytes of the file.</summary>
    public long Length => _file.Length;

    /// <summary>The blocks as searches look at them, oldest first.</summary>
    public IReadOnlyList<PartBlock> Blocks { get; private set; } = [];

    /// <summary>Told once of each piece that is damaged: how many bytes, and why.</summary>
    public Action<SealedPart, long, string>? Damaged { private get; set; }

    /// <summary>The numbers that the store has for the operations of the part.</summary>
    public IReadOnlyList<int> OperationIds => _operationIds;

    /// <summary>Opens a part.</summary>
    /// <exception cref="InvalidDataException">It is none, or its directory is damaged.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static SealedPart Open(string directory, long id, Disk disk, BlockCache cache)
    {
        var file = new SegmentFile(PartFormat.Kind, directory, id, create: false, disk);
        try
        {
            if (!file.IsKeyed || file.Length < file.Beginning + PartFormat.Trailer)
            {
                throw new InvalidDataException("the file is no part");
            }

            Span<byte> trailer = stackalloc byte[PartFormat.Trailer];
            if (!file.TryRead(file.Length - trailer.Length, trailer))
            {
                throw ByteSource.Damaged();
            }

            var at = PartFormat.ReadTrailer(trailer);
            if (at < file.Beginning || at > file.Length - PartFormat.Trailer)
            {
                throw new InvalidDataException("the end of the file is missing");
            }

            var frame = new byte[file.Length - PartFormat.Trailer - at];
            var contents = PartDirectory.Read(ReadFrame(file, at, frame));
            return contents.FirstId == id && contents.Spans == contents.Blocks.Sum(b => (long)b.Rows)
                && contents.Blocks.All(b => b.Length <= file.Length && b.FilterLength <= file.Length)
                ? new(file, contents, cache)
                : throw new InvalidDataException("the file is another part than its name says");
        }
        catch
        {
            file.Release();
            throw;
        }
    }

    /// <summary>Says which numbers the store has for its operations; called once, before anything else.</summary>
    public void SetOperations(int[] ids)
    {
        _operationIds = ids;
        Blocks = [.. Directory.Blocks.Select((b, i) => new PartBlock(this, i, Array.ConvertAll(b.Operations, o => ids[o])))];
    }

    /// <summary>Forgets what is kept of it: it is no longer in the store.</summary>
    public void IsGone() => _cache.Forget(this);

    /// <summary>Whether there may be spans of a trace.</summary>
    public bool MayHave(UInt128 trace) => BloomFilter.MayContain(Directory.TraceFilter, Hash64.Keyed(Directory.Key, trace));

    /// <summary>The blocks that may have spans of a trace, and with how many.</summary>
    public List<(int Block, int Spans)> Find(UInt128 trace)
    {
        var found = new List<(int Block, int Spans)>();
        var hash = Hash64.Keyed(Directory.Key, trace);
        if (!BloomFilter.MayContain(Directory.TraceFilter, hash))
        {
            return found;
        }

        var (fences, narrow) = (Directory.Fences, (uint)(hash >> 32));
        var first = Array.BinarySearch(fences, narrow);
        // Of equal fences any may be found; and the entries may begin on the page before the first of them.
        for (first = first < 0 ? ~first : first; first > 0 && fences[first - 1] == narrow; first--)
        {
        }

        for (var page = Math.Max(first - 1, 0); page < fences.Length && fences[page] <= narrow; page++)
        {
            FindIn(page, narrow, found);
        }

        return found;
    }

    /// <summary>How many spans of a trace there are.</summary>
    public int CountOf(UInt128 trace) => Find(trace).Sum(f => f.Spans);

    /// <summary>Whether a span is there.</summary>
    public bool Contains(List<(int Block, int Spans)> found, UInt128 trace, ulong span, ulong startNanos)
    {
        var hash = BlockTags.OfSpan(trace, span, startNanos);
        foreach (var (index, _) in found)
        {
            if (Blocks[index].Tags.MayContain(hash) && Read(index) is { } block
                && Array.Exists(block.Entries, e => e.SpanId == span && e.StartNanos == startNanos && e.TraceId == trace))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a block.</summary>
    /// <returns>Null when it is damaged.</returns>
    public SealedBlock? Read(int index)
    {
        if (_damaged[index])
        {
            return null;
        }

        if (_cache.Find(this, index) is { } kept)
        {
            return kept;
        }

        var info = Directory.Blocks[index];
        var buffer = ArrayPool<byte>.Shared.Rent(info.Length);
        try
        {
            var payload = ReadFrame(_file, info.Offset, buffer.AsSpan(0, info.Length));
            if (payload[0] != PartFormat.BlockFrame)
            {
                throw ByteSource.Damaged();
            }

            var block = SealedBlock.Read(payload[1..]);
            if (block.Entries.Length != info.Rows)
            {
                throw ByteSource.Damaged();
            }

            block.SetOperations(Blocks[index].OperationIds);
            _cache.Keep(this, index, block);
            return block;
        }
        catch (Exception e) when (e is InvalidDataException or MalformedProtobufException)
        {
            SetDamaged(index, info, e);
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Puts the messages of rows together.</summary>
    /// <returns>Null when the block is damaged.</returns>
    public (byte[] Bytes, int[] Ends)? Messages(int index, SealedBlock block, ReadOnlySpan<int> rows)
    {
        try
        {
            return block.Messages.Build(rows);
        }
        catch (InvalidDataException e)
        {
            SetDamaged(index, Directory.Blocks[index], e);
            return null;
        }
    }

    /// <summary>Reads the filter of a block.</summary>
    /// <returns>False when it is damaged: then the block may hold anything.</returns>
    public bool TryReadFilter(int index, Span<byte> frame, out ReadOnlySpan<byte> filter)
    {
        var info = Directory.Blocks[index];
        try
        {
            filter = ReadFrame(_file, info.Offset - info.FilterLength, frame)[1..];
            return filter.Length > 0;
        }
        catch (InvalidDataException)
        {
            filter = default;
            return false;
        }
    }

    /// <summary>Reads a block, and the payloads of it and of its filter as they are, to be put into another part.</summary>
    /// <returns>False when one is damaged.</returns>
    public bool TryReadRaw(int index, [NotNullWhen(true)] out SealedBlock? block, out ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> filter)
    {
        var info = Directory.Blocks[index];
        try
        {
            payload = ReadFrame(_file, info.Offset, new byte[info.Length])[1..];
            filter = ReadFrame(_file, info.Offset - info.FilterLength, new byte[info.FilterLength])[1..];
            block = SealedBlock.Read(payload);
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or MalformedProtobufException)
        {
            SetDamaged(index, info, e);
            payload = filter = default;
            block = null;
            return false;
        }
    }

    private static ReadOnlySpan<byte> ReadFrame(SegmentFile file, long offset, Span<byte> frame)
    {
        if (frame.Length <= FrameFormat.Header || offset < file.Beginning || offset > file.Length - frame.Length || !file.TryRead(offset, frame)
            || BinaryPrimitives.ReadUInt32LittleEndian(frame) != file.Key.Magic
            || BinaryPrimitives.ReadInt32LittleEndian(frame[4..]) != frame.Length - FrameFormat.Header
            || BinaryPrimitives.ReadUInt32LittleEndian(frame[8..]) != FrameFormat.Checksum(frame[12..], file.Key))
        {
            throw new InvalidDataException("a checksum is not what was written");
        }

        return frame[FrameFormat.Header..];
    }

    private void FindIn(int page, uint hash, List<(int Block, int Spans)> found)
    {
        const int full = FrameFormat.Header + TracePages.PageSize;
        var offset = Directory.PagesOffset + ((long)page * full);
        Span<byte> frame = stackalloc byte[full];
        try
        {
            // The last page is shorter; the directory follows it.
            Span<byte> header = stackalloc byte[8];
            var length = page < Directory.Fences.Length - 1 ? full
                : _file.TryRead(offset, header) ? FrameFormat.Header + BinaryPrimitives.ReadInt32LittleEndian(header[4..]) : 0;
            TracePages.Find(ReadFrame(_file, offset, frame[..Math.Clamp(length, 0, full)]), hash, Directory.Blocks.Count, found);
        }
        catch (InvalidDataException e)
        {
            // Without the page every block may have the trace.
            Damaged?.Invoke(this, full, e.Message);
            found.AddRange(Enumerable.Range(0, Directory.Blocks.Count).Select(b => (b, 0)));
        }
    }

    private void SetDamaged(int index, PartBlockInfo info, Exception e)
    {
        if (!Interlocked.Exchange(ref _damaged[index], true))
        {
            Damaged?.Invoke(this, info.Length, e.Message);
        }
    }
}
