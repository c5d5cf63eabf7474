using Observatory.Hosting;
using Observatory.Otlp;
using Observatory.Storage;
using Observatory.Traces.Otlp;
using Observatory.Traces.Store;

namespace Observatory.Traces;

/// <summary>Fills the store from the segments on disk when Observatory starts.</summary>
internal sealed partial class TraceReplay(TraceStore store, ILogger<TraceReplay> logger) : IStartupTask
{
    private const int MaxProcesses = 10_000_000;
    private long _damagedBytes;

    /// <inheritdoc/>
    public string Name => "trace replay";

    /// <summary>Bytes that could not be used because they were damaged.</summary>
    public long DamagedBytes => Interlocked.Read(ref _damagedBytes);

    /// <summary>How long the replay took, in seconds.</summary>
    public double Seconds { get; private set; }

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellationToken) => Task.Run(() => Run(cancellationToken), cancellationToken);

    /// <summary>Replays everything.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        store.Damaged = (path, bytes, why) =>
        {
            LogDamagedPart(bytes, path, why);
            Interlocked.Add(ref _damagedBytes, bytes);
        };
        var sealedTo = OpenParts(cancellationToken);
        var segments = Segment.OpenAll(store.Directory, store.Disk);
        // A segment of which there is a part was sealed, and not deleted any more.
        foreach (var done in segments.Where(s => sealedTo.Exists(p => s.Id >= p.FirstId && s.Id <= p.LastId)))
        {
            done.Delete();
        }

        segments.RemoveAll(s => sealedTo.Exists(p => s.Id >= p.FirstId && s.Id <= p.LastId));
        for (var i = 0; i < segments.Count; i++)
        {
            Replay(segments[i], isLast: i == segments.Count - 1, cancellationToken);
        }

        Seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private List<(long FirstId, long LastId)> OpenParts(CancellationToken cancellationToken)
    {
        foreach (var unfinished in Directory.EnumerateFiles(store.Directory, "*" + PartFormat.Unfinished.Extension))
        {
            File.Delete(unfinished);
        }

        var opened = new List<(long FirstId, long LastId)>();
        foreach (var id in SegmentFile.Ids(PartFormat.Kind, store.Directory))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = PartWriter.PathOf(store.Directory, id);
            if (opened.Count > 0 && id <= opened[^1].LastId)
            {
                // It was merged into the one before, and not deleted any more.
                File.Delete(path);
                continue;
            }

            try
            {
                var part = SealedPart.Open(store.Directory, id, store.Disk, store.Cache);
                opened.Add((part.Directory.FirstId, part.Directory.LastId));
                store.Adopt(part);
            }
            catch (InvalidDataException e)
            {
                LogNoPart(path, e.Message);
                Interlocked.Add(ref _damagedBytes, new FileInfo(path).Length);
                File.Move(path, path + ".damaged", overwrite: true);
            }
        }

        return opened;
    }

    private void Replay(Segment segment, bool isLast, CancellationToken cancellationToken)
    {
        var scanner = new SegmentScanner(segment);
        if (!scanner.Begin())
        {
            LogNoSegment(segment.Path);
            Interlocked.Add(ref _damagedBytes, segment.Length);
            segment.SetAside();
            return;
        }

        var lengthBefore = segment.Length;
        store.Adopt(segment);
        var staged = new StagedRequest();
        while (scanner.Next(out var frame))
        {
            cancellationToken.ThrowIfCancellationRequested();
            staged.Clear();
            if (TryStage(frame.Payload.Span, staged))
            {
                store.Replay(segment, frame, staged);
            }
            else
            {
                LogDamaged(frame.Payload.Length, segment.Path);
                Interlocked.Add(ref _damagedBytes, frame.Payload.Length);
            }
        }

        if (scanner.Damaged > 0)
        {
            LogDamaged(scanner.Damaged, segment.Path);
            Interlocked.Add(ref _damagedBytes, scanner.Damaged);
        }

        if (isLast && scanner.End < segment.Length)
        {
            segment.CutTail(scanner.End);
        }

        store.Adopted(segment, lengthBefore);
    }

    private static bool TryStage(ReadOnlySpan<byte> payload, StagedRequest staged)
    {
        try
        {
            for (var rest = payload; !rest.IsEmpty;)
            {
                if (rest.Length < SegmentFormat.RecordHeader)
                {
                    return false;
                }

                var kind = rest[0];
                var process = BinaryPrimitives.ReadUInt32LittleEndian(rest[1..]);
                var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[5..]);
                rest = rest[SegmentFormat.RecordHeader..];
                if (length > rest.Length || process > MaxProcesses || !TryStageRecord(payload, kind, (int)process, rest[..(int)length], staged))
                {
                    return false;
                }

                rest = rest[(int)length..];
            }

            return true;
        }
        catch (MalformedProtobufException)
        {
            return false;
        }
    }

    private static bool TryStageRecord(ReadOnlySpan<byte> payload, byte kind, int process, ReadOnlySpan<byte> body, StagedRequest staged)
    {
        if (kind == SegmentFormat.SpanRecord)
        {
            TraceDecoder.StageSpan(payload, body, process, staged);
            return true;
        }

        if (kind != SegmentFormat.ProcessRecord || body.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(body) > body.Length - sizeof(uint))
        {
            return false;
        }

        var resource = BinaryPrimitives.ReadInt32LittleEndian(body);
        body = body[sizeof(uint)..];
        TraceDecoder.StageProcess(payload, body[..resource], body[resource..], staged, process);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "{Bytes} damaged bytes of {Path} were passed over (a torn write at the end of a crash is normal)")]
    private partial void LogDamaged(long bytes, string path);

    [LoggerMessage(LogLevel.Warning, "{Bytes} damaged bytes of {Path} are passed over: {Why}")]
    private partial void LogDamagedPart(long bytes, string path, string why);

    [LoggerMessage(LogLevel.Warning, "{Path} can't be used and was set aside: {Why}")]
    private partial void LogNoPart(string path, string why);

    [LoggerMessage(LogLevel.Warning, "{Path} is no segment of traces; it was set aside")]
    private partial void LogNoSegment(string path);
}
