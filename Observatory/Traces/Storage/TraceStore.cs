using System.Runtime.InteropServices;
using Observatory.Storage;
using Observatory.Traces.Decoding;
using Observatory.Traces.Index;

namespace Observatory.Traces.Storage;

/// <summary>
/// Spans on disk in segments, with an index in memory. One lock guards both; it is held to store a request, to copy a trace's entries and
/// to take a snapshot for a search, never while a query reads the disk.
/// A stored span is with the operating system when its sender gets the answer: it survives the end of this process. What the disk
/// has not written yet survives a power cut only after <see cref="Flush"/>.
/// </summary>
internal sealed class TraceStore : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly string _directory;
    private readonly StoreLimits _limits;
    private readonly TimeProvider _time;
    private readonly SpanIndex _index = new();
    private readonly OperationTable _operations = new();
    private readonly FrameBuilder _frame = new();
    private readonly List<Segment> _segments = [];
    private long _bytes;
    private long _nextId = 1;
    private string? _refusal;
    private DateTimeOffset _refusedUntil;

    /// <summary>Makes an empty store; <see cref="SegmentReplay"/> fills it with what is on disk.</summary>
    public TraceStore(string directory, StoreLimits limits, TimeProvider time)
    {
        _directory = directory;
        _limits = limits;
        _time = time;
    }

    /// <summary>What the store counts.</summary>
    public StoreCounts Counts { get; } = new();

    /// <summary>The directory of the segments.</summary>
    public string Directory => _directory;

    /// <summary>What is stored now.</summary>
    public StoreSize Size
    {
        get
        {
            lock (_lock)
            {
                return new(_index.Spans, _index.Traces, _segments.Count, _bytes, _index.Bytes);
            }
        }
    }

    /// <summary>Stores a staged request.</summary>
    public StoreResult Append(ReadOnlySpan<byte> request, StagedRequest staged)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (_refusal is not null && now < _refusedUntil)
            {
                return new(0, 0, 0, _refusal, RetryAfter);
            }

            try
            {
                return Append(request, staged, now);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Refuse($"the disk can't be written: {e.Message}");
                return new(0, 0, 0, _refusal, RetryAfter);
            }
        }
    }

    /// <summary>The names of all services.</summary>
    public List<string> Services()
    {
        lock (_lock)
        {
            return _operations.Services();
        }
    }

    /// <summary>The operations of a service.</summary>
    public List<(string Name, SpanKind Kind)> Operations(string service, SpanKind? kind)
    {
        lock (_lock)
        {
            return _operations.Operations(service, kind);
        }
    }

    /// <summary>The entries of a trace. The caller releases each segment lease by disposing.</summary>
    public TraceEntries Trace(UInt128 trace)
    {
        lock (_lock)
        {
            return new(_index.Trace(trace));
        }
    }

    /// <summary>A trace in one line; null when nothing of it is stored.</summary>
    public TraceSummary? Summary(UInt128 trace)
    {
        lock (_lock)
        {
            var entries = _index.Trace(trace);
            if (entries.Count == 0)
            {
                return null;
            }

            var root = entries.Select(e => e.Entry).OrderBy(e => e.ParentId != 0).ThenBy(e => e.StartNanos).First();
            var start = entries.Min(e => e.Entry.StartNanos);
            var end = entries.Max(e => e.Entry.StartNanos + e.Entry.DurationNanos);
            return new(
                trace, _operations.ServiceOf(root.Operation), _operations.NameOf(root.Operation), start, end - start, entries.Count,
                entries.Count(e => e.Entry.Status == SpanStatus.Error));
        }
    }

    /// <summary>What a search looks at; the caller disposes it.</summary>
    public StoreSnapshot Snapshot(string? service, string? operation)
    {
        lock (_lock)
        {
            return new(_index.Blocks, _operations.Match(service, operation));
        }
    }

    /// <summary>
    /// Calls <paramref name="visit"/> with the services of each span of a block that starts within a time and has a parent of another
    /// service. Holds the lock for one block only.
    /// </summary>
    public void VisitCalls(SpanBlock block, int count, ulong fromNanos, ulong toNanos, Action<string, string> visit)
    {
        lock (_lock)
        {
            if (_index.Blocks.Count == 0 || block.Segment.Id < _index.Blocks[0].Segment.Id)
            {
                return;
            }

            for (var i = 0; i < count; i++)
            {
                ref var entry = ref block.Entries[i];
                if (entry.ParentId == 0 || entry.StartNanos < fromNanos || entry.StartNanos > toNanos)
                {
                    continue;
                }

                var parent = _index.OperationOf(entry.TraceId, entry.ParentId);
                if (parent >= 0 && !_operations.IsSameService(parent, entry.Operation))
                {
                    visit(_operations.ServiceOf(parent), _operations.ServiceOf(entry.Operation));
                }
            }
        }
    }

    /// <summary>Drops what is too old, looks after the disk's free space, and closes a segment that is old enough.</summary>
    public void Maintain()
    {
        var free = FreeDiskBytes();
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            while (_segments.Count > 0 && (_segments[0].Spans == 0 ? _segments.Count > 1 : now - _segments[0].LastArrival > _limits.Retention))
            {
                DropOldest(now);
            }

            if (free < _limits.MinFreeDiskBytes)
            {
                Refuse($"the disk of the data directory has less than {_limits.MinFreeDiskBytes} bytes free");
            }
        }
    }

    /// <summary>Has the disk write what was stored.</summary>
    public void Flush()
    {
        List<Segment> dirty;
        lock (_lock)
        {
            dirty = _segments.FindAll(s => s.IsDirty);
            dirty.ForEach(s => s.Lease());
        }

        foreach (var segment in dirty)
        {
            try
            {
                segment.Flush();
            }
            finally
            {
                segment.Release();
            }
        }
    }

    /// <summary>Flushes and closes the files.</summary>
    public void Dispose()
    {
        Flush();
        lock (_lock)
        {
            _segments.ForEach(s => s.Release());
            _segments.Clear();
        }
    }

    /// <summary>Takes over a segment from disk. Frames are added with <see cref="Replay"/>, then <see cref="Adopted"/> is called.</summary>
    internal void Adopt(Segment segment)
    {
        lock (_lock)
        {
            if (_segments.Count > 0)
            {
                _segments[^1].Processes.Seal();
            }

            _segments.Add(segment);
            _bytes += segment.Length;
            _nextId = segment.Id + 1;
        }
    }

    /// <summary>Corrects the books once an adopted segment is read, and drops what is over the limits.</summary>
    internal void Adopted(Segment segment, long lengthBefore)
    {
        lock (_lock)
        {
            _bytes += segment.Length - lengthBefore;
            MakeRoom(0, 0);
        }
    }

    /// <summary>Adds the staged records of a frame that is on disk.</summary>
    internal void Replay(Segment segment, SegmentFrame frame, StagedRequest staged)
    {
        var payload = frame.Payload.Span;
        lock (_lock)
        {
            segment.Arrived(frame.Arrival);
            foreach (var process in staged.Processes)
            {
                segment.Processes.FillTo(process.Number);
                AddProcess(segment, payload, process, (uint)(frame.PayloadOffset + process.ResourceOffset), staged);
            }

            foreach (var span in staged.Spans)
            {
                segment.Processes.FillTo(span.Process + 1);
                if (!_index.Contains(span.TraceId, span.SpanId, span.StartNanos))
                {
                    Index(segment, payload, span, span.Process, (uint)(frame.PayloadOffset + span.Offset), staged);
                }
            }
        }
    }

    private StoreResult Append(ReadOnlySpan<byte> request, StagedRequest staged, DateTimeOffset now)
    {
        MakeRoom(FrameBytes(staged), staged.Spans.Count);
        var segment = ActiveSegment(now);
        var processesBefore = segment.Processes.Count;
        var (stored, duplicates, rejected) = (0, 0, 0);
        string? why = null;
        Span<int> processes = staged.Processes.Count <= 256 ? stackalloc int[staged.Processes.Count] : new int[staged.Processes.Count];
        processes.Fill(-1);
        _frame.Begin();
        foreach (ref readonly var span in CollectionsMarshal.AsSpan(staged.Spans))
        {
            if (_index.Contains(span.TraceId, span.SpanId, span.StartNanos))
            {
                duplicates++;
                continue;
            }

            if (_index.CountOf(span.TraceId) >= _limits.SpansPerTrace)
            {
                why ??= $"a trace has more than {_limits.SpansPerTrace} spans";
                rejected++;
                continue;
            }

            ref var process = ref processes[span.Process];
            if (process < 0)
            {
                process = Process(segment, request, staged.Processes[span.Process], staged);
            }

            var offset = segment.Length + _frame.AddSpan(process, request.Slice(span.Offset, span.Length));
            if (Index(segment, request, span, process, (uint)offset, staged))
            {
                stored++;
            }
            else
            {
                // The record stays in the frame and is passed over on replay as it is here.
                why ??= $"there are more than {OperationTable.MaxServices} services";
                rejected++;
            }
        }

        if (stored > 0)
        {
            Write(segment, now, stored, processesBefore);
        }
        else
        {
            segment.Processes.RollBack(processesBefore);
        }

        Counts.Add(stored, duplicates, rejected);
        return new(stored, duplicates, rejected, why);
    }

    private void Write(Segment segment, DateTimeOffset now, int stored, int processesBefore)
    {
        var frame = _frame.End(now);
        try
        {
            segment.Append(frame, now);
            _bytes += frame.Length;
        }
        catch
        {
            for (var i = 0; i < stored; i++)
            {
                _operations.Remove(_index.RemoveLast().Operation);
                segment.Spans--;
            }

            segment.Processes.RollBack(processesBefore);
            throw;
        }
    }

    private int Process(Segment segment, ReadOnlySpan<byte> request, in StagedProcess process, StagedRequest staged)
    {
        if (segment.Processes.TryFind(process.Key, out var index))
        {
            return index;
        }

        var offset = _frame.AddProcess(
            segment.Processes.Count,
            request.Slice(process.ResourceOffset, process.ResourceLength),
            request.Slice(process.ScopeOffset, process.ScopeLength));
        return AddProcess(segment, request, process, (uint)(segment.Length + offset), staged);
    }

    private static int AddProcess(Segment segment, ReadOnlySpan<byte> origin, in StagedProcess process, uint offset, StagedRequest staged) =>
        segment.Processes.Add(
            process.Key,
            new(offset, process.ResourceLength, process.ScopeLength),
            CollectionsMarshal.AsSpan(staged.Hashes).Slice(process.FirstHash, process.HashCount),
            process.ServiceLength == 0 ? "unknown_service"u8 : origin.Slice(process.ServiceOffset, process.ServiceLength));

    private bool Index(Segment segment, ReadOnlySpan<byte> origin, in StagedSpan span, int process, uint offset, StagedRequest staged)
    {
        var operation = _operations.Add(segment.Processes.ServiceOf(process), span.Kind, origin.Slice(span.NameOffset, span.NameLength));
        if (operation < 0)
        {
            return false;
        }

        var block = _index.BlockFor(segment);
        segment.Processes.Tag(process, block);
        foreach (var hash in CollectionsMarshal.AsSpan(staged.Hashes).Slice(span.FirstHash, span.HashCount))
        {
            block.Tags.Add(hash);
        }

        segment.Spans++;
        _index.Add(new()
        {
            TraceId = span.TraceId,
            SpanId = span.SpanId,
            ParentId = span.ParentId,
            StartNanos = span.StartNanos,
            DurationNanos = span.DurationNanos,
            Offset = offset,
            Length = span.Length,
            Operation = operation,
            Process = process,
            Status = span.Status,
            Kind = span.Kind,
        });
        return true;
    }

    private Segment ActiveSegment(DateTimeOffset now)
    {
        var last = _segments.Count > 0 ? _segments[^1] : null;
        if (last is not null && last.Length < _limits.SegmentBytes && last.Spans < _limits.SegmentSpans
            && (last.Spans == 0 || now - last.FirstArrival < _limits.SegmentAge))
        {
            return last;
        }

        var segment = Segment.Create(_directory, _nextId++);
        last?.Processes.Seal();
        _segments.Add(segment);
        _bytes += segment.Length;
        return segment;
    }

    private void MakeRoom(long bytes, int spans)
    {
        while (_segments.Count > 1 && (_bytes + bytes > _limits.DiskBytes || _index.Spans + spans > _limits.Spans))
        {
            DropOldest(_time.GetUtcNow());
        }
    }

    private void DropOldest(DateTimeOffset now)
    {
        var segment = _segments[0];
        var dropped = 0;
        while (_index.Blocks.Count > 0 && _index.Blocks[0].Segment == segment)
        {
            dropped += _index.Blocks[0].Count;
            _index.DropOldestBlock(entry => _operations.Remove(entry.Operation));
        }

        _segments.RemoveAt(0);
        _bytes -= segment.Length;
        segment.Delete();
        Counts.AddDropped(dropped, now - segment.LastArrival > _limits.Retention);
    }

    private void Refuse(string why)
    {
        _refusal = why;
        _refusedUntil = _time.GetUtcNow() + RetryAfter;
    }

    private long FreeDiskBytes()
    {
        try
        {
            return new DriveInfo(_directory).AvailableFreeSpace;
        }
        catch (IOException)
        {
            return long.MaxValue;
        }
    }

    private static long FrameBytes(StagedRequest staged)
    {
        long bytes = FrameFormat.Header;
        foreach (ref readonly var span in CollectionsMarshal.AsSpan(staged.Spans))
        {
            bytes += span.Length + SegmentFormat.RecordHeader;
        }

        foreach (ref readonly var process in CollectionsMarshal.AsSpan(staged.Processes))
        {
            bytes += process.ResourceLength + process.ScopeLength + SegmentFormat.RecordHeader;
        }

        return bytes;
    }
}
