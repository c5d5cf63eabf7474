using Observatory.Storage;
using Observatory.Traces.Model;

namespace Observatory.Traces.Store;

/// <summary>
/// Spans on disk: in sealed parts, and what came last in segments with an index in memory. One lock guards both; it is held to store a
/// request, to copy a trace's entries, to take a snapshot for a search, and to put a part in the place of what it was made of; never while
/// a query reads the disk. A stored span is with the operating system when its sender gets the answer: it survives the end of this process.
/// What the disk has not written yet survives a power cut only after <see cref="Flush"/>.
/// </summary>
internal sealed partial class TraceStore : IMaintainedStore, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly StoreLimits _limits;
    private readonly SpanArchive _archive;
    private readonly StoreContents _contents;
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
        (_time, _gate, _broken, _limits) = (time, gate, broken, limits);
        _archive = new(directory, limits, Disk);
        _contents = _archive.Contents;
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
                return _contents.Size;
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

            if ((_gate.Refusal ?? (IsBehind() ? Behind : null)) is { } refusal)
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
            return _contents.Operations.Services();
        }
    }

    /// <summary>The operations of a service.</summary>
    public List<(string Name, SpanKind Kind)> Operations(string service, SpanKind? kind)
    {
        lock (_lock)
        {
            return _contents.Operations.Operations(service, kind);
        }
    }

    /// <summary>The entries of a trace. The caller releases each segment lease by disposing.</summary>
    public TraceEntries Trace(UInt128 trace)
    {
        lock (_lock)
        {
            return new(trace, _contents);
        }
    }

    /// <summary>How many spans of a trace are stored.</summary>
    public int CountOf(UInt128 trace)
    {
        lock (_lock)
        {
            return _contents.CountOf(trace);
        }
    }

    /// <summary>How much a trace is; null when nothing of it is stored.</summary>
    public TraceExtent? Extent(UInt128 trace)
    {
        using var found = Trace(trace);
        var entries = found.Read();
        if (entries.Count == 0)
        {
            return null;
        }

        var (start, end, errors, hasRoot, isRootFailed) = (ulong.MaxValue, 0UL, 0, false, false);
        foreach (var entry in entries)
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

    /// <summary>A trace in one line; null when nothing of it is stored.</summary>
    public TraceSummary? Summary(UInt128 trace)
    {
        while (true)
        {
            using var found = Trace(trace);
            var entries = found.Read();
            if (entries.Count == 0)
            {
                return null;
            }

            lock (_lock)
            {
                // Blocks are read without the lock; the numbers of operations may have come to mean others.
                if (found.Drops == _contents.Drops)
                {
                    return Summary(trace, entries);
                }
            }
        }
    }

    /// <summary>What a search looks at; the caller disposes it.</summary>
    public StoreSnapshot Snapshot(string? service, string? operation)
    {
        lock (_lock)
        {
            return new(_contents, _contents.Operations.Match(service, operation));
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
            dirty = SegmentFile.LeaseDirty(_contents.Open.Select(o => o.File));
        }

        SegmentFile.FlushLeased(dirty);
    }

    /// <summary>Flushes and closes the files.</summary>
    public void Dispose()
    {
        Flush();
        lock (_lock)
        {
            _contents.Close();
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

    private TraceSummary Summary(UInt128 trace, List<SpanEntry> entries)
    {
        var root = entries.OrderBy(e => e.ParentId != 0).ThenBy(e => e.StartNanos).First();
        var start = entries.Min(e => e.StartNanos);
        var end = entries.Max(e => e.EndNanos);
        return new(
            trace, _contents.Operations.ServiceOf(root.Operation), _contents.Operations.NameOf(root.Operation), start, end - start, entries.Count,
            entries.Count(e => e.Status == SpanStatus.Error), Orphans(entries), Services(entries))
        {
            HasRoot = root.ParentId == 0,
            IsRootFailed = entries.Exists(e => e is { ParentId: 0, Status: SpanStatus.Error }),
        };
    }

    private static int Orphans(List<SpanEntry> entries)
    {
        var ids = entries.Select(e => e.SpanId).ToHashSet();
        return entries.Count(e => e.ParentId != 0 && !ids.Contains(e.ParentId));
    }

    private List<(string Name, int Spans, int Errors)> Services(List<SpanEntry> entries) =>
    [
        .. entries.GroupBy(e => _contents.Operations.ServiceOf(e.Operation))
            .Select(s => (Name: s.Key, Spans: s.Count(), Errors: s.Count(e => e.Status == SpanStatus.Error)))
            .OrderByDescending(s => s.Spans).ThenBy(s => s.Name, StringComparer.Ordinal),
    ];
}
