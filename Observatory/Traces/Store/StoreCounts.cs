namespace Observatory.Traces.Store;

/// <summary>What the store has done since the process started.</summary>
internal sealed class StoreCounts
{
    private long _stored;
    private long _duplicates;
    private long _rejected;
    private long _droppedByAge;
    private long _droppedBySize;

    /// <summary>Spans stored.</summary>
    public long Stored => Interlocked.Read(ref _stored);

    /// <summary>Spans that came again and were not stored twice.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Spans over a limit of their own (their trace's, the number of services).</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Stored spans dropped because they were too old.</summary>
    public long DroppedByAge => Interlocked.Read(ref _droppedByAge);

    /// <summary>Stored spans dropped to make room.</summary>
    public long DroppedBySize => Interlocked.Read(ref _droppedBySize);

    /// <summary>Counts a request.</summary>
    public void Add(int stored, int duplicates, int rejected)
    {
        Interlocked.Add(ref _stored, stored);
        Interlocked.Add(ref _duplicates, duplicates);
        Interlocked.Add(ref _rejected, rejected);
    }

    /// <summary>Counts dropped spans.</summary>
    public void AddDropped(int spans, bool byAge) => Interlocked.Add(ref byAge ? ref _droppedByAge : ref _droppedBySize, spans);
}

/// <summary>How much is stored.</summary>
/// <param name="Spans">Spans.</param>
/// <param name="Traces">Traces; one that is in several files counts in each.</param>
/// <param name="Segments">Files.</param>
/// <param name="DiskBytes">Their bytes.</param>
/// <param name="IndexBytes">Bytes of memory for the index.</param>
/// <param name="SealedSpans">Spans in sealed parts.</param>
/// <param name="OldestArrival">When the oldest span arrived, in milliseconds since 1970; null when there is none.</param>
internal readonly record struct StoreSize(
    int Spans, int Traces, int Segments, long DiskBytes, long IndexBytes, int SealedSpans = 0, long? OldestArrival = null);

/// <summary>What became of a staged request.</summary>
/// <param name="Stored">Spans stored now.</param>
/// <param name="Duplicates">Spans that were stored before.</param>
/// <param name="Rejected">Spans that are never taken.</param>
/// <param name="Why">Why some were rejected, or all refused.</param>
/// <param name="RetryAfter">Set when nothing was stored, for now.</param>
internal readonly record struct StoreResult(int Stored, int Duplicates, int Rejected, string? Why, TimeSpan? RetryAfter = null);
