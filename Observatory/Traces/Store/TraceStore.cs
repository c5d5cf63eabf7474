using Observatory.Storage;
using Observatory.Traces.Model;

namespace Observatory.Traces.Store;

/// <summary>
/// Spans on disk in segments, with an index in memory. One lock guards both; it is held to store a request, to copy a trace's entries and
/// to take a snapshot for a search, never while a query reads the disk.
/// A stored span is with the operating system when its sender gets the answer: it survives the end of this process. What the disk
/// has not written yet survives a power cut only after <see cref="Flush"/>.
/// </summary>
internal sealed class TraceStore : IMaintainedStore, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly SpanArchive _archive;
    private readonly WriteGate _gate;
    private readonly Action<string> _broken;

    /// <summary>Makes an empty store; <see cref="TraceReplay"/> fills it with what is on disk.</summary>
    /// <param name="directory">Where the segments are.</param>
    /// <param name="limits">What bounds the store.</param>
    /// <param name="time">The time.</param>
    /// <param name="gate">Whether the directory can be written to.</param>
    /// <param name="broken">Called with the reason when the store can't go on; what is on disk is whole, so that a new process can.</param>
    /// <param name="disk">The disk.</param>
    public TraceStore(string directory, StoreLimits limits, TimeProvider time, WriteGate gate, Action<string> broken, Disk? disk = null)
    {
        Directory = directory;
        Disk = disk ?? Disk.Real;
        (_time, _gate, _broken) = (time, gate, broken);
        _archive = new(directory, limits, Disk);
    }

    /// <summary>The disk of the segments.</summary>
    public Disk Disk { get; }

    /// <summary>What the store counts.</summary>
    public StoreCounts Counts => _archive.Counts;

    /// <summary>The directory of the segments.</summary>
    public string Directory { get; }

    /// <summary>What is stored now.</summary>
    public StoreSize Size
    {
        get
        {
            lock (_lock)
            {
                return new(_archive.Index.Spans, _archive.Index.Traces, _archive.Segments.Count, _archive.Bytes, _archive.Index.Bytes);
            }
        }
    }

    /// <summary>Stores a staged request.</summary>
    public StoreResult Append(ReadOnlySpan<byte> request, StagedRequest staged)
    {
        lock (_lock)
        {
            if (_archive.IsBroken)
            {
                return new(0, 0, 0, "the store is broken; the process ends", WriteGate.RetryAfter);
            }

            if (_gate.Refusal is { } refusal)
            {
                return new(0, 0, 0, refusal, WriteGate.RetryAfter);
            }

            try
            {
                return _archive.Append(request, staged, _time.GetUtcNow());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && !_archive.IsBroken)
            {
                _gate.Failed(e);
                return new(0, 0, 0, _gate.Refusal, WriteGate.RetryAfter);
            }
            catch (Exception e) when (_archive.IsBroken)
            {
                _broken($"storing spans failed half-way: {e.Message}");
                throw;
            }
        }
    }

    /// <summary>The names of all services.</summary>
    public List<string> Services()
    {
        lock (_lock)
        {
            return _archive.Operations.Services();
        }
    }

    /// <summary>The operations of a service.</summary>
    public List<(string Name, SpanKind Kind)> Operations(string service, SpanKind? kind)
    {
        lock (_lock)
        {
            return _archive.Operations.Operations(service, kind);
        }
    }

    /// <summary>The entries of a trace. The caller releases each segment lease by disposing.</summary>
    public TraceEntries Trace(UInt128 trace)
    {
        lock (_lock)
        {
            return new(_archive.Index.Trace(trace));
        }
    }

    /// <summary>How many spans of a trace are stored.</summary>
    public int CountOf(UInt128 trace)
    {
        lock (_lock)
        {
            return _archive.Index.CountOf(trace);
        }
    }

    /// <summary>How much a trace is; null when nothing of it is stored.</summary>
    public TraceExtent? Extent(UInt128 trace)
    {
        lock (_lock)
        {
            var entries = _archive.Index.Trace(trace);
            if (entries.Count == 0)
            {
                return null;
            }

            var (start, end, errors, hasRoot, isRootFailed) = (ulong.MaxValue, 0UL, 0, false, false);
            foreach (var (entry, _) in entries)
            {
                var isError = entry.Status == SpanStatus.Error;
                start = Math.Min(start, entry.StartNanos);
                end = Math.Max(end, entry.EndNanos);
                errors += isError ? 1 : 0;
                hasRoot |= entry.ParentId == 0;
                isRootFailed |= isError && entry.ParentId == 0;
            }

            return new(trace, start, end, entries.Count, errors, hasRoot, isRootFailed);
        }
    }

    /// <summary>A trace in one line; null when nothing of it is stored.</summary>
    public TraceSummary? Summary(UInt128 trace)
    {
        lock (_lock)
        {
            var entries = _archive.Index.Trace(trace);
            if (entries.Count == 0)
            {
                return null;
            }

            var root = entries.Select(e => e.Entry).OrderBy(e => e.ParentId != 0).ThenBy(e => e.StartNanos).First();
            var start = entries.Min(e => e.Entry.StartNanos);
            var end = entries.Max(e => e.Entry.EndNanos);
            return new(
                trace, _archive.Operations.ServiceOf(root.Operation), _archive.Operations.NameOf(root.Operation), start, end - start, entries.Count,
                entries.Count(e => e.Entry.Status == SpanStatus.Error), Orphans(entries), Services(entries))
            {
                HasRoot = root.ParentId == 0,
                IsRootFailed = entries.Exists(e => e.Entry is { ParentId: 0, Status: SpanStatus.Error }),
            };
        }
    }

    /// <summary>What a search looks at; the caller disposes it.</summary>
    public StoreSnapshot Snapshot(string? service, string? operation)
    {
        lock (_lock)
        {
            return new(_archive.Index.Blocks, _archive.Operations.Match(service, operation));
        }
    }

    /// <summary>
    /// Calls <paramref name="visit"/> for each span of a block that starts within a time and has no parent of its own service. Holds the
    /// lock for one block only.
    /// </summary>
    public void VisitCalls(SpanBlock block, int count, ulong fromNanos, ulong toNanos, CallVisitor visit)
    {
        lock (_lock)
        {
            if (_archive.Index.Blocks.Count == 0 || block.Segment.Id < _archive.Index.Blocks[0].Segment.Id)
            {
                return;
            }

            for (var i = 0; i < count; i++)
            {
                ref var entry = ref block.Entries[i];
                if (entry.StartNanos < fromNanos || entry.StartNanos > toNanos)
                {
                    continue;
                }

                var parent = entry.ParentId == 0 ? -1 : _archive.Index.OperationOf(entry.TraceId, entry.ParentId);
                if (parent < 0 || !_archive.Operations.IsSameService(parent, entry.Operation))
                {
                    visit(parent < 0 ? null : _archive.Operations.ServiceOf(parent), _archive.Operations.ServiceOf(entry.Operation), entry);
                }
            }
        }
    }

    /// <inheritdoc/>
    public string Name => "traces";

    /// <inheritdoc/>
    public void Maintain()
    {
        lock (_lock)
        {
            _archive.DropExpired(_time.GetUtcNow());
        }

        _gate.Check();
    }

    /// <inheritdoc/>
    public void Flush()
    {
        List<SegmentFile> dirty;
        lock (_lock)
        {
            dirty = SegmentFile.LeaseDirty(_archive.Segments);
        }

        SegmentFile.FlushLeased(dirty);
    }

    /// <summary>Flushes and closes the files.</summary>
    public void Dispose()
    {
        Flush();
        lock (_lock)
        {
            _archive.Segments.ForEach(s => s.Release());
            _archive.Segments.Clear();
        }
    }

    /// <summary>Takes over a segment from disk. Frames are added with <see cref="Replay"/>, then <see cref="Adopted"/> is called.</summary>
    public void Adopt(Segment segment)
    {
        lock (_lock)
        {
            _archive.Adopt(segment);
        }
    }

    /// <summary>Ends the taking over of a segment.</summary>
    public void Adopted(Segment segment, long lengthBefore)
    {
        lock (_lock)
        {
            _archive.Adopted(segment, lengthBefore, _time.GetUtcNow());
        }
    }

    /// <summary>Adds the staged records of a frame that is on disk.</summary>
    public void Replay(Segment segment, SegmentFrame frame, StagedRequest staged)
    {
        lock (_lock)
        {
            _archive.Replay(segment, frame, staged);
        }
    }

    private static int Orphans(List<(SpanEntry Entry, Segment Segment)> entries)
    {
        var ids = entries.Select(e => e.Entry.SpanId).ToHashSet();
        return entries.Count(e => e.Entry.ParentId != 0 && !ids.Contains(e.Entry.ParentId));
    }

    private List<(string Name, int Spans, int Errors)> Services(List<(SpanEntry Entry, Segment Segment)> entries) =>
    [
        .. entries.GroupBy(e => _archive.Operations.ServiceOf(e.Entry.Operation))
            .Select(s => (Name: s.Key, Spans: s.Count(), Errors: s.Count(e => e.Entry.Status == SpanStatus.Error)))
            .OrderByDescending(s => s.Spans).ThenBy(s => s.Name, StringComparer.Ordinal),
    ];
}

/// <summary>Told about a span with which a service is entered.</summary>
/// <param name="parent">The service that called; null for a root or when the parent is not stored.</param>
/// <param name="service">The service.</param>
/// <param name="entry">The span.</param>
internal delegate void CallVisitor(string? parent, string service, in SpanEntry entry);
