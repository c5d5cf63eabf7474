using System.Runtime.InteropServices;
using Observatory.Logs.Model;
using Observatory.Storage;

namespace Observatory.Logs.Store;

/// <summary>
/// Log records on disk, in segments, for the next start. What was appended is with the operating system when the sender gets its answer;
/// it survives a power cut only after <see cref="Flush"/>. A frame holds records as <c>length u16 · record</c>. Thread-safe.
/// </summary>
internal sealed partial class LogJournal(
    string directory, LogsOptions options, TimeSpan retention, TimeProvider time, WriteGate gate, ILogger<LogJournal> logger, Disk? disk = null) : IDisposable
{
    private const int Parts = 16;
    private const int KeptCapacity = 1 << 20;
    private static readonly SegmentKind Kind = new(
        ".logs", "OBSLOGS\u0002\0\0\0\0\0\0\0\0"u8.ToArray(), "OBSLOGS\u0001\0\0\0\0\0\0\0\0"u8.ToArray());

    private readonly Lock _lock = new();
    private readonly List<SegmentFile> _segments = [];
    private ArrayBufferWriter<byte> _frame = new();
    private long _nextId = 1;

    /// <summary>Bytes of all segments.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _segments.Sum(segment => segment.Length);
            }
        }
    }

    /// <summary>Appends records.</summary>
    /// <returns>Why they could not be appended; nothing when they were.</returns>
    public string? Append(IReadOnlyList<byte[]> records)
    {
        lock (_lock)
        {
            if (gate.Refusal is { } refusal)
            {
                return refusal;
            }

            try
            {
                var now = time.GetUtcNow();
                var segment = Active(now);
                var frame = Frame(records, segment.Key, now);
                MakeRoom(frame.Length);
                segment.Append(frame, now);
                return null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                gate.Failed(e);
                return gate.Refusal;
            }
        }
    }

    /// <summary>Gives the records on disk to <paramref name="add"/>, oldest first. Called once, before anything is appended.</summary>
    public void Replay(Action<IReadOnlyList<byte[]>> add, CancellationToken cancellation)
    {
        var ids = SegmentFile.Ids(Kind, directory);
        foreach (var id in ids)
        {
            var segment = new SegmentFile(Kind, directory, id, create: false, disk);
            _nextId = id + 1;
            var scanner = new SegmentScanner(segment);
            if (!scanner.Begin())
            {
                LogNoJournal(segment.Path);
                segment.SetAside();
                continue;
            }

            while (scanner.Next(out var frame))
            {
                cancellation.ThrowIfCancellationRequested();
                segment.Arrived(frame.Arrival);
                try
                {
                    add(Records(frame.Payload.Span));
                }
                catch (InvalidDataException)
                {
                    LogDamaged(frame.Payload.Length, segment.Path);
                }
            }

            if (scanner.Damaged > 0)
            {
                LogDamaged(scanner.Damaged, segment.Path);
            }

            if (id == ids[^1])
            {
                segment.CutTail(scanner.End);
            }

            _segments.Add(segment);
        }

        Maintain();
    }

    /// <summary>Drops what is too old or too much, and looks after the disk's free space.</summary>
    public void Maintain()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            while (_segments.Count > 0 && now - _segments[0].LastArrival > retention)
            {
                DropOldest();
            }

            MakeRoom(0);
        }

        gate.Check();
    }

    /// <summary>Has the disk write what was appended.</summary>
    public void Flush()
    {
        List<SegmentFile> dirty;
        lock (_lock)
        {
            dirty = SegmentFile.LeaseDirty(_segments);
        }

        SegmentFile.FlushLeased(dirty);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Flush();
        lock (_lock)
        {
            _segments.ForEach(segment => segment.Release());
            _segments.Clear();
        }
    }

    private static List<byte[]> Records(ReadOnlySpan<byte> payload)
    {
        var records = new List<byte[]>();
        var fields = new LogFieldReader(payload);
        while (fields.Rest.Length > 0)
        {
            records.Add(fields.Next().ToArray());
        }

        return records;
    }

    private ReadOnlySpan<byte> Frame(IReadOnlyList<byte[]> records, FrameKey key, DateTimeOffset now)
    {
        if (_frame.Capacity > KeptCapacity)
        {
            _frame = new();
        }

        _frame.ResetWrittenCount();
        _frame.GetSpan(FrameFormat.Header);
        _frame.Advance(FrameFormat.Header);
        foreach (var record in records)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_frame.GetSpan(2), (ushort)record.Length);
            _frame.Advance(2);
            _frame.Write(record);
        }

        var frame = MemoryMarshal.AsMemory(_frame.WrittenMemory).Span;
        FrameFormat.Complete(frame, key, now, records.Count);
        return frame;
    }

    private SegmentFile Active(DateTimeOffset now)
    {
        var last = _segments.Count > 0 ? _segments[^1] : null;
        if (last is { IsKeyed: true } && last.Length < options.MaxLogDiskBytes / Parts
            && (last.FirstArrival == DateTimeOffset.MaxValue || now - last.FirstArrival < retention / Parts))
        {
            return last;
        }

        var free = SegmentFile.FreeId(Kind, directory, _nextId);
        _nextId = free + 1;
        var segment = new SegmentFile(Kind, directory, free, create: true, disk);
        _segments.Add(segment);
        return segment;
    }

    private void MakeRoom(long bytes)
    {
        var total = _segments.Sum(segment => segment.Length) + bytes;
        while (_segments.Count > 1 && total > options.MaxLogDiskBytes)
        {
            total -= _segments[0].Length;
            DropOldest();
        }
    }

    private void DropOldest()
    {
        _segments[0].Delete();
        _segments.RemoveAt(0);
    }

    [LoggerMessage(LogLevel.Warning, "{Bytes} damaged bytes of {Path} were passed over (a torn write at the end of a crash is normal)")]
    private partial void LogDamaged(long bytes, string path);

    [LoggerMessage(LogLevel.Warning, "{Path} is no journal of logs; it was set aside")]
    private partial void LogNoJournal(string path);
}
