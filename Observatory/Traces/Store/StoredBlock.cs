using Observatory.Traces.Model;

namespace Observatory.Traces.Store;

/// <summary>
/// A run of stored spans that a search goes through or passes over, wherever they are. What it says of itself may be more than is in it,
/// never less.
/// </summary>
internal abstract class StoredBlock
{
    /// <summary>Spans in it.</summary>
    public abstract int Count { get; }

    /// <summary>The earliest start, in nanoseconds since 1970.</summary>
    public abstract ulong MinStart { get; }

    /// <summary>The latest start.</summary>
    public abstract ulong MaxStart { get; }

    /// <summary>The longest duration, in nanoseconds.</summary>
    public abstract ulong MaxDuration { get; }

    /// <summary>The number of the last segment of which spans are in it; grows with what is stored later.</summary>
    public abstract long LastSegment { get; }

    /// <summary>The tags of the spans.</summary>
    public abstract TagFilter Tags { get; }

    /// <summary>Whether spans may be of the operations that were asked for.</summary>
    public abstract bool MayBeOf(OperationMatch[] operations);

    /// <summary>Reads it; the caller disposes what it gets.</summary>
    /// <param name="count">How many spans there were when the caller took its snapshot.</param>
    public abstract BlockContent Read(int count);
}

/// <summary>A block's spans. Not thread-safe.</summary>
internal abstract class BlockContent : IDisposable
{
    /// <summary>What the index knows of each. There are none when the block turned out to be damaged.</summary>
    public abstract ReadOnlySpan<SpanEntry> Entries { get; }

    /// <summary>The message of a span; valid until the content is disposed. Empty when it turned out to be damaged.</summary>
    /// <param name="index">Its place among the entries.</param>
    public abstract ReadOnlySpan<byte> Message(int index);

    /// <summary>The resource and scope of spans.</summary>
    /// <param name="process">An entry's <see cref="SpanEntry.Process"/>.</param>
    public abstract StoredProcess Process(int process);

    /// <inheritdoc/>
    public abstract void Dispose();
}
