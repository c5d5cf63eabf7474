using System.Runtime.InteropServices;
using Observatory.Storage;

namespace Observatory.Traces.Store;

/// <summary>
/// The segments with their index and the table of operations, kept in step. Not thread-safe: <see cref="TraceStore"/> guards it.
/// </summary>
internal sealed class SpanArchive(string directory, StoreLimits limits, Disk disk)
{
    private readonly FrameBuilder _frame = new();
    private long _nextId = 1;

    /// <summary>What is in the segments.</summary>
    public SpanIndex Index { get; } = new();

    /// <summary>Of which services and operations.</summary>
    public OperationTable Operations { get; } = new();

    /// <summary>The segments, oldest first; the last one is written to.</summary>
    public List<Segment> Segments { get; } = [];

    /// <summary>Bytes of all segments.</summary>
    public long Bytes { get; private set; }

    /// <summary>What was done so far.</summary>
    public StoreCounts Counts { get; } = new();

    /// <summary>
    /// Whether an exception left the books in an unknown state: nothing may be added any more. What is on disk is whole.
    /// </summary>
    public bool IsBroken { get; private set; }

    /// <summary>
    /// Stores a staged request. An exception of any kind means that nothing of the request was kept, unless <see cref="IsBroken"/>.
    /// </summary>
    /// <exception cref="IOException">The disk could not be written.</exception>
    public StoreResult Append(ReadOnlySpan<byte> request, StagedRequest staged, DateTimeOffset now)
    {
        MakeRoom(FrameBytes(staged), staged.Spans.Count, now);
        var segment = ActiveSegment(now);
        var processesBefore = segment.Processes.Count;
        var (stored, duplicates, rejected) = (0, 0, 0);
        string? why = null;
        Span<int> processes = staged.Processes.Count <= 256 ? stackalloc int[staged.Processes.Count] : new int[staged.Processes.Count];
        processes.Fill(-1);
        _frame.Begin();
        try
        {
            foreach (ref var span in CollectionsMarshal.AsSpan(staged.Spans))
            {
                if (Index.Contains(span.TraceId, span.SpanId, span.StartNanos))
                {
                    duplicates++;
                    continue;
                }

                if (Index.CountOf(span.TraceId) >= limits.SpansPerTrace)
                {
                    why ??= $"a trace has more than {limits.SpansPerTrace} spans";
                    rejected++;
                    continue;
                }

                var block = Index.BlockFor(segment);
                IsBroken = true; // Until both tables are in step again.
                var operation = Operations.Add(
                    ServiceOf(request, staged.Processes[span.Process]), span.Kind, request.Slice(span.NameOffset, span.NameLength));
                if (operation < 0)
                {
                    IsBroken = false;
                    why ??= $"there are more than {OperationTable.MaxServices} services";
                    rejected++;
                    continue;
                }

                ref var process = ref processes[span.Process];
                if (process < 0)
                {
                    process = Process(segment, request, staged.Processes[span.Process], staged);
                }

                var offset = segment.Length + _frame.AddSpan(process, request.Slice(span.Offset, span.Length));
                AddSpan(segment, block, span, operation, process, (uint)offset, staged);
                span.IsStored = true;
                stored++;
                IsBroken = false;
            }

            if (stored > 0)
            {
                var frame = _frame.End(segment.Key, now);
                segment.Append(frame, now);
                Bytes += frame.Length;
            }
            else
            {
                segment.Processes.RollBack(processesBefore);
            }
        }
        catch when (!IsBroken)
        {
            IsBroken = true;
            TakeBack(segment, stored, processesBefore);
            IsBroken = false;
            throw;
        }

        Counts.Add(stored, duplicates, rejected);
        return new(stored, duplicates, rejected, why);
    }

    /// <summary>Drops the segments of which all spans are too old.</summary>
    public void DropExpired(DateTimeOffset now)
    {
        // A segment without spans has nothing to keep, but the last one is about to get some.
        while (Segments.Count > 0 && (Segments[0].Spans == 0 ? Segments.Count > 1 : now - Segments[0].LastArrival > limits.Retention))
        {
            DropOldest(now);
        }
    }

    /// <summary>Takes over a segment that is on disk, after those that were taken over before.</summary>
    public void Adopt(Segment segment)
    {
        if (Segments.Count > 0)
        {
            Segments[^1].Processes.Seal();
        }

        Segments.Add(segment);
        Bytes += segment.Length;
        _nextId = segment.Id + 1;
    }

    /// <summary>Corrects the books once an adopted segment is read, and drops what is over the limits.</summary>
    public void Adopted(Segment segment, long lengthBefore, DateTimeOffset now)
    {
        Bytes += segment.Length - lengthBefore;
        MakeRoom(0, 0, now);
    }

    /// <summary>Adds the staged records of a frame that is on disk.</summary>
    public void Replay(Segment segment, SegmentFrame frame, StagedRequest staged)
    {
        var payload = frame.Payload.Span;
        segment.Arrived(frame.Arrival);
        foreach (var process in staged.Processes)
        {
            segment.Processes.FillTo(process.Number);
            // The scope follows the resource; where one is empty, the place is the other's.
            var at = process.ResourceLength > 0 ? process.ResourceOffset : process.ScopeOffset;
            AddProcess(segment, payload, process, (uint)(frame.PayloadOffset + at), staged);
        }

        foreach (var span in staged.Spans)
        {
            segment.Processes.FillTo(span.Process + 1);
            if (Index.Contains(span.TraceId, span.SpanId, span.StartNanos))
            {
                continue;
            }

            var operation = Operations.Add(
                segment.Processes.ServiceOf(span.Process), span.Kind, payload.Slice(span.NameOffset, span.NameLength));
            if (operation >= 0)
            {
                AddSpan(segment, Index.BlockFor(segment), span, operation, span.Process, (uint)(frame.PayloadOffset + span.Offset), staged);
            }
        }
    }

    private void TakeBack(Segment segment, int stored, int processesBefore)
    {
        for (var i = 0; i < stored; i++)
        {
            Operations.Remove(Index.RemoveLast().Operation);
            segment.Spans--;
        }

        segment.Processes.RollBack(processesBefore);
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
            ServiceOf(origin, process));

    private static ReadOnlySpan<byte> ServiceOf(ReadOnlySpan<byte> origin, in StagedProcess process) =>
        process.ServiceLength == 0 ? ProcessTable.MissingService : origin.Slice(process.ServiceOffset, process.ServiceLength);

    private void AddSpan(Segment segment, SpanBlock block, in StagedSpan span, int operation, int process, uint offset, StagedRequest staged)
    {
        segment.Processes.Tag(process, block);
        foreach (var hash in CollectionsMarshal.AsSpan(staged.Hashes).Slice(span.FirstHash, span.HashCount))
        {
            block.Tags.Add(hash);
        }

        Index.Add(span.ToEntry(offset, operation, process));
        segment.Spans++;
    }

    private Segment ActiveSegment(DateTimeOffset now)
    {
        var last = Segments.Count > 0 ? Segments[^1] : null;
        if (last is { IsKeyed: true } && last.Length < limits.SegmentBytes && last.Spans < limits.SegmentSpans
            && (last.Spans == 0 || now - last.FirstArrival < limits.SegmentAge))
        {
            return last;
        }

        var id = SegmentFile.FreeId(SegmentFormat.Kind, directory, _nextId);
        _nextId = id + 1;
        var segment = Segment.Create(directory, id, disk);
        last?.Processes.Seal();
        Segments.Add(segment);
        Bytes += segment.Length;
        return segment;
    }

    private void MakeRoom(long bytes, int spans, DateTimeOffset now)
    {
        while (Segments.Count > 1 && (Bytes + bytes > limits.DiskBytes || Index.Spans + spans > limits.Spans))
        {
            DropOldest(now);
        }
    }

    private void DropOldest(DateTimeOffset now)
    {
        var segment = Segments[0];
        var dropped = 0;
        while (Index.Blocks.Count > 0 && Index.Blocks[0].Segment == segment)
        {
            dropped += Index.Blocks[0].Count;
            Index.DropOldestBlock(entry => Operations.Remove(entry.Operation));
        }

        Segments.RemoveAt(0);
        Bytes -= segment.Length;
        segment.Delete();
        Counts.AddDropped(dropped, now - segment.LastArrival > limits.Retention);
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
