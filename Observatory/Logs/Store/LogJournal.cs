using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Observatory.Hosting;
using Observatory.Storage;

namespace Observatory.Logs.Store;

/// <summary>
/// Log records on disk, in segments, for the next start. What was appended is with the operating system when the sender gets its answer; it survives a
/// power cut only after <see cref="Flush"/>. A frame holds records as <c>length u16 · record</c>. Thread-safe.
/// </summary>
internal sealed partial class LogJournal(
    string directory, LogsOptions options, ObservatoryOptions common, TimeProvider time, ILogger<LogJournal> logger) : IDisposable
{
    private const int Parts = 16;
    private const int KeptCapacity = 1 << 20;
    private static readonly SegmentKind Kind = new(".logs", "OBSLOGS\u0001\0\0\0\0\0\0\0\0"u8.ToArray());
    private static readonly TimeSpan RefusalTime = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<SegmentFile> _segments = [];
    private ArrayBufferWriter<byte> _frame = new();
    private string? _refusal;
    private DateTimeOffset _refusedUntil;

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
            var now = time.GetUtcNow();
            if (_refusal is not null && now < _refusedUntil)
            {
                return _refusal;
            }

            _refusal = null;
            try
            {
                var frame = Frame(records, now);
                MakeRoom(frame.Length);
                Active(now).Append(frame, now);
            }
            catch (IOException e)
            {
                Refuse($"the disk can't be written: {e.Message}");
            }

            return _refusal;
        }
    }

    /// <summary>Gives the records on disk to <paramref name="add"/>, oldest first. Called once, before anything is appended.</summary>
    public void Replay(Action<IReadOnlyList<byte[]>> add, CancellationToken cancellation)
    {
        var ids = SegmentFile.Ids(Kind, directory);
        foreach (var id in ids)
        {
            var segment = new SegmentFile(Kind, directory, id, create: false);
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
            while (_segments.Count > 0 && now - _segments[0].LastArrival > common.Retention)
            {
                DropOldest();
            }

            MakeRoom(0);
            if (FreeDiskBytes() < common.MinFreeDiskBytes)
            {
                Refuse(string.Create(
                    CultureInfo.InvariantCulture, $"the disk of the data directory has less than {common.MinFreeDiskBytes} bytes free"));
            }
        }
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

    private ReadOnlySpan<byte> Frame(IReadOnlyList<byte[]> records, DateTimeOffset now)
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
        FrameFormat.Complete(frame, now, records.Count);
        return frame;
    }

    private long FreeDiskBytes()
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (IOException)
        {
            return long.MaxValue;
        }
    }

    private SegmentFile Active(DateTimeOffset now)
    {
        var last = _segments.Count > 0 ? _segments[^1] : null;
        if (last is not null && last.Length < options.MaxLogDiskBytes / Parts
            && (last.FirstArrival == DateTimeOffset.MaxValue || now - last.FirstArrival < common.Retention / Parts))
        {
            return last;
        }

        var segment = new SegmentFile(Kind, directory, (last?.Id ?? 0) + 1, create: true);
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

    private void Refuse(string why)
    {
        _refusal = why;
        _refusedUntil = time.GetUtcNow() + RefusalTime;
    }

    [LoggerMessage(LogLevel.Warning, "{Bytes} damaged bytes of {Path} were passed over (a torn write at the end of a crash is normal)")]
    private partial void LogDamaged(long bytes, string path);

    [LoggerMessage(LogLevel.Warning, "{Path} is no journal of logs; it was set aside")]
    private partial void LogNoJournal(string path);
}
