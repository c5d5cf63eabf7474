using System.Runtime.InteropServices;
using Observatory.Storage;

namespace Observatory.Traces.Store;

/// <summary>
/// Adds to what is stored and drops from it, with the index and the table of operations kept in step. Not thread-safe:
/// <see cref="TraceStore"/> guards it.
/// </summary>
internal sealed class SpanArchive(string directory, StoreLimits limits, Disk disk)
{
    private readonly FrameBuilder _frame = new();
    private long _nextId = 1;
    private UInt128 _lookedUp;
    private List<(SealedPart Part, List<(int Block, int Spans)> Found)> _sealed = [];

    /// <summary>What is stored.</summary>
    public StoreContents Contents { get; } = new();

    /// <summary>What was done so far.</summary>
    public StoreCounts Counts { get; } = new();

    /// <summary>
    /// Whether an exception left the books in an unknown state: nothing may be added any more. What is on disk is whole.
    /// </summary>
    public bool IsBroken { get; private set; }

    private OperationTable Operations => Contents.Operations;

    /// <summary>
    /// Stores a staged request. An exception of any kind means that nothing of the request was kept, unless <see cref="IsBroken"/>.
    /// </summary>
    /// <exception cref="IOException">The disk could not be written.</exception>
    public StoreResult Append(ReadOnlySpan<byte> request, StagedRequest staged, DateTimeOffset now)
    {
        MakeRoom(FrameBytes(staged), staged.Spans.Count, now);
        (_lookedUp, _sealed) = (0, []);
        var active = ActiveSegment(now);
        var (segment, index) = (active.File, active.Index);
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
                if (Contains(span))
                {
                    duplicates++;
                    continue;
                }

                if (CountOf(span.TraceId) >= limits.SpansPerTrace)
                {
                    why ??= $"a trace has more than {limits.SpansPerTrace} spans";
                    rejected++;
                    continue;
                }

                var block = index.BlockFor(segment);
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
                AddSpan(active, block, span, operation, process, (uint)offset, staged);
                span.IsStored = true;
                stored++;
                IsBroken = false;
            }

            if (stored > 0)
            {
                var frame = _frame.End(segment.Key, now);
                segment.Append(frame, now);
                Contents.Bytes += frame.Length;
            }
            else
            {
                segment.Processes.RollBack(processesBefore);
            }
        }
        catch when (!IsBroken)
        {
            IsBroken = true;
            TakeBack(active, stored, processesBefore);
            IsBroken = false;
            throw;
        }

        Counts.Add(stored, duplicates, rejected);
        return new(stored, duplicates, rejected, why);
    }

    /// <summary>Drops what has only spans that are too old.</summary>
    public void DropExpired(DateTimeOffset now)
    {
        while (Contents.Parts.Count > 0 ? now - Contents.Parts[0].Directory.LastArrival > limits.Retention : IsExpired(now))
        {
            DropOldest(now);
        }
    }

    /// <summary>Takes over a part that is on disk, after those that were taken over before.</summary>
    public void Adopt(SealedPart part)
    {
        Contents.Add(part);
        _nextId = Math.Max(_nextId, part.Directory.LastId + 1);
    }

    /// <summary>Takes over a segment that is on disk, after those that were taken over before.</summary>
    public void Adopt(Segment segment)
    {
        Contents.Add(segment);
        _nextId = Math.Max(_nextId, segment.Id + 1);
    }

    /// <summary>Corrects the books once an adopted segment is read, and drops what is over the limits.</summary>
    public void Adopted(Segment segment, long lengthBefore, DateTimeOffset now)
    {
        Contents.Bytes += segment.Length - lengthBefore;
        MakeRoom(0, 0, now);
    }

    /// <summary>Adds the staged records of a frame that is on disk to the segment that was adopted last.</summary>
    public void Replay(Segment segment, SegmentFrame frame, StagedRequest staged)
    {
        var active = Contents.Open[^1];
        var payload = frame.Payload.Span;
        segment.Arrived(frame.Arrival);
        foreach (var process in staged.Processes)
        {
            segment.Processes.FillTo(process.Number);
            // The scope follows the resource; where one is empty, the place is the other's.
            var at = process.ResourceLength > 0 ? process.ResourceOffset : process.ScopeOffset;
            AddProcess(segment, payload, process, (uint)(frame.PayloadOffset + at), staged);
        }

        (_lookedUp, _sealed) = (0, []);
        foreach (var span in staged.Spans)
        {
            segment.Processes.FillTo(span.Process + 1);
            if (Contains(span))
            {
                continue;
            }

            var operation = Operations.Add(
                segment.Processes.ServiceOf(span.Process), span.Kind, payload.Slice(span.NameOffset, span.NameLength));
            if (operation >= 0)
            {
                AddSpan(active, active.Index.BlockFor(segment), span, operation, span.Process, (uint)(frame.PayloadOffset + span.Offset), staged);
            }
        }
    }

    /// <summary>Begins another segment, so that the one that is written to can be sealed.</summary>
    public void CloseActive() => NextSegment();

    /// <summary>Drops the oldest until so much more fits.</summary>
    public void MakeRoom(long bytes, int spans, DateTimeOffset now)
    {
        while (Contents.Parts.Count + Contents.Open.Count > 1 && (Contents.Bytes + bytes > limits.DiskBytes || Contents.Spans + spans > limits.Spans))
        {
            DropOldest(now);
        }
    }

    private bool IsExpired(DateTimeOffset now)
    {
        // A segment without spans has nothing to keep, but the last one is about to get some.
        var open = Contents.Open;
        return open.Count > 0 && (open[0].File.Spans == 0 ? open.Count > 1 : now - open[0].File.LastArrival > limits.Retention);
    }

    private bool Contains(in StagedSpan span)
    {
        if (Contents.IsOpen(span.TraceId, span.SpanId, span.StartNanos))
        {
            return true;
        }

        LookUp(span.TraceId);
        foreach (var (part, found) in _sealed)
        {
            if (part.Contains(found, span.TraceId, span.SpanId, span.StartNanos))
            {
                return true;
            }
        }

        return false;
    }

    private int CountOf(UInt128 trace)
    {
        LookUp(trace);
        return Contents.CountOfOpen(trace) + (_sealed.Count == 0 ? 0 : _sealed.Sum(s => s.Found.Sum(f => f.Spans)));
    }

    /// <summary>The spans of a request are mostly of few traces, one behind the other.</summary>
    private void LookUp(UInt128 trace)
    {
        if (_lookedUp != trace)
        {
            (_lookedUp, _sealed) = (trace, Contents.Sealed(trace));
        }
    }

    private void TakeBack(OpenSegment active, int stored, int processesBefore)
    {
        for (var i = 0; i < stored; i++)
        {
            Operations.Remove(active.Index.RemoveLast().Operation);
            active.File.Spans--;
        }

        active.File.Processes.RollBack(processesBefore);
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

    private static void AddSpan(
        OpenSegment active, SpanBlock block, in StagedSpan span, int operation, int process, uint offset, StagedRequest staged)
    {
        active.File.Processes.Tag(process, block);
        foreach (var hash in CollectionsMarshal.AsSpan(staged.Hashes).Slice(span.FirstHash, span.HashCount))
        {
            block.AddTag(hash);
        }

        active.Index.Add(span.ToEntry(offset, operation, process));
        active.File.Spans++;
    }

    private OpenSegment ActiveSegment(DateTimeOffset now)
    {
        var last = Contents.Open.Count > 0 ? Contents.Open[^1] : null;
        if (last is { File: { IsKeyed: true } file } && file.Length < limits.SegmentBytes && file.Spans < limits.SegmentSpans
            && (file.Spans == 0 || now - file.FirstArrival < limits.SegmentAge))
        {
            return last;
        }

        return NextSegment();
    }

    private OpenSegment NextSegment()
    {
        var id = SegmentFile.FreeId(SegmentFormat.Kind, directory, _nextId);
        _nextId = id + 1;
        return Contents.Add(Segment.Create(directory, id, disk));
    }

    private void DropOldest(DateTimeOffset now)
    {
        var (spans, lastArrival) = Contents.DropOldest();
        Counts.AddDropped(spans, now - lastArrival > limits.Retention);
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
