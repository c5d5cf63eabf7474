using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Observatory.Storage;
using Observatory.Traces.Columns;

namespace Observatory.Traces.Store;

/// <summary>Writes a part, block after block, under another name until it is complete.</summary>
internal sealed class PartWriter : IDisposable
{
    private readonly SegmentFile _file;
    private readonly string _directory;
    private readonly long _firstId;
    private readonly ulong _key = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
    private readonly List<PartBlockInfo> _blocks = [];
    private readonly List<TraceInBlock> _traces = [];
    private readonly ByteDictionary _operations = new();
    private readonly List<(PartOperation Operation, int Spans)> _operationSpans = [];
    private readonly ByteSink _frame = new();
    private readonly ByteSink _scratch = new();
    private int _spans;
    private bool _isComplete;

    /// <summary>Begins a part.</summary>
    /// <exception cref="IOException">It can't be created.</exception>
    public PartWriter(string directory, long firstId, Disk disk)
    {
        (_directory, _firstId) = (directory, firstId);
        // One that was given up before, and could not be deleted then.
        File.Delete(PathOf(directory, firstId) + PartFormat.UnfinishedSuffix);
        _file = new(PartFormat.Unfinished, directory, firstId, create: true, disk);
    }

    /// <summary>Adds a block that was encoded.</summary>
    public void Add(SpanBlockEncoder encoder, DateTimeOffset arrival)
    {
        var hashes = encoder.Tags.Hashes;
        var filter = BloomFilter.Create(hashes.Count);
        foreach (var hash in hashes)
        {
            BloomFilter.Add(filter, hash);
        }

        var index = encoder.Index;
        var operations = new int[index.Operations];
        for (var i = 0; i < operations.Length; i++)
        {
            var (operation, spans) = index.Operation(i);
            operations[i] = AddOperation(operation, spans);
        }

        foreach (var (trace, spans) in index.Traces)
        {
            _traces.Add(new(Hash64.Keyed(_key, trace), _blocks.Count, spans));
        }

        var filterLength = AddFrame(PartFormat.FilterFrame, filter, 0, arrival);
        var offset = _file.Length;
        var length = AddFrame(PartFormat.BlockFrame, encoder.Payload, index.Count, arrival);
        _blocks.Add(new(offset, length, filterLength, index.Count, index.MinStart, index.MaxStart, index.MaxDuration, operations));
        _spans += index.Count;
    }

    /// <summary>Adds a block of another part as it is.</summary>
    public void Add(SealedBlock block, PartBlockInfo info, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> filter, DateTimeOffset arrival)
    {
        var spans = new int[block.Operations.Length];
        for (var row = 0; row < block.Entries.Length; row++)
        {
            spans[block.OperationOf(row)]++;
        }

        var operations = new int[spans.Length];
        for (var i = 0; i < operations.Length; i++)
        {
            operations[i] = AddOperation(block.Operations[i], spans[i]);
        }

        foreach (var (trace, _, count) in block.Traces)
        {
            _traces.Add(new(Hash64.Keyed(_key, trace), _blocks.Count, count));
        }

        var filterLength = AddFrame(PartFormat.FilterFrame, filter, 0, arrival);
        var offset = _file.Length;
        var length = AddFrame(PartFormat.BlockFrame, payload, block.Entries.Length, arrival);
        _blocks.Add(info with { Offset = offset, Length = length, FilterLength = filterLength, Operations = operations });
        _spans += block.Entries.Length;
    }

    /// <summary>Completes the part: it is on the disk, under its name, when this returns.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Complete(long lastId, DateTimeOffset firstArrival, DateTimeOffset lastArrival)
    {
        CollectionsMarshal.AsSpan(_traces).Sort(static (a, b) => a.Hash.CompareTo(b.Hash) is var order and not 0 ? order : a.Block.CompareTo(b.Block));
        var pages = _file.Length;
        var fences = new List<uint>();
        foreach (var page in Enumerable.Range(0, (_traces.Count + TracePages.Entries - 1) / TracePages.Entries))
        {
            var entries = CollectionsMarshal.AsSpan(_traces)[(page * TracePages.Entries)..];
            entries = entries[..Math.Min(entries.Length, TracePages.Entries)];
            fences.Add((uint)(entries[0].Hash >> 32));
            _scratch.Clear();
            TracePages.Write(_scratch, entries);
            AddFrame(_scratch.Written, 0, lastArrival);
        }

        var directory = Directory(lastId, firstArrival, lastArrival, pages, [.. fences]);
        var offset = _file.Length;
        _scratch.Clear();
        directory.WriteTo(_scratch);
        AddFrame(_scratch.Written, 0, lastArrival);
        Span<byte> trailer = stackalloc byte[PartFormat.Trailer];
        PartFormat.WriteTrailer(trailer, offset);
        _file.Append(trailer, lastArrival);
        _file.Flush();
        File.Move(_file.Path, PathOf(_directory, _firstId), overwrite: true);
        _isComplete = true;
    }

    /// <summary>The file of a part.</summary>
    public static string PathOf(string directory, long id) =>
        Path.Combine(directory, id.ToString("D12", CultureInfo.InvariantCulture) + PartFormat.Kind.Extension);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isComplete)
        {
            _file.Release();
        }
        else
        {
            _file.Delete();
        }
    }

    private PartDirectory Directory(long lastId, DateTimeOffset first, DateTimeOffset last, long pages, uint[] fences)
    {
        var (distinct, before) = (0, (ulong?)null);
        var filter = BloomFilter.Create(_traces.Count);
        foreach (var (hash, _, _) in _traces)
        {
            distinct += hash == before ? 0 : 1;
            before = hash;
            BloomFilter.Add(filter, hash);
        }

        return new()
        {
            FirstId = _firstId,
            LastId = lastId,
            FirstArrival = first,
            LastArrival = last,
            Spans = _spans,
            Traces = distinct,
            Key = _key,
            Operations = _operationSpans,
            Blocks = _blocks,
            PagesOffset = pages,
            Fences = fences,
            TraceFilter = filter,
        };
    }

    private int AddOperation(BlockOperation operation, int spans)
    {
        var name = operation.Name.Length <= OperationTable.MaxNameBytes ? operation.Name : null;
        _scratch.Clear();
        BlockOperation.Write(_scratch, operation.Service, operation.Kind, name);
        _scratch.Byte(name is null ? (byte)0 : (byte)1);
        var number = _operations.Add(_scratch.Written, out var isNew);
        if (isNew)
        {
            _operationSpans.Add((new(operation.Service, operation.Kind, name), 0));
        }

        _operationSpans[number] = _operationSpans[number] with { Spans = _operationSpans[number].Spans + spans };
        return number;
    }

    private int AddFrame(byte kind, ReadOnlySpan<byte> payload, int items, DateTimeOffset arrival)
    {
        _frame.Clear();
        _frame.Bytes(stackalloc byte[FrameFormat.Header]);
        _frame.Byte(kind);
        _frame.Bytes(payload);
        return WriteFrame(items, arrival);
    }

    private void AddFrame(ReadOnlySpan<byte> payload, int items, DateTimeOffset arrival)
    {
        _frame.Clear();
        _frame.Bytes(stackalloc byte[FrameFormat.Header]);
        _frame.Bytes(payload);
        WriteFrame(items, arrival);
    }

    private int WriteFrame(int items, DateTimeOffset arrival)
    {
        var frame = _frame.Bytes();
        FrameFormat.Complete(frame, _file.Key, arrival, items);
        _file.Append(frame, arrival);
        return frame.Length;
    }
}
