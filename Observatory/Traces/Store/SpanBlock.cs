namespace Observatory.Traces.Store;

/// <summary>
/// A fixed number of span entries in order of arrival, all of one segment. Entries are written under the store's lock; below a count that
/// was read under the lock they may be read without it.
/// </summary>
internal sealed class SpanBlock(Segment segment)
{
    /// <summary>Entries in a block.</summary>
    public const int Capacity = 4096;

    /// <summary>The entries; those from <see cref="Count"/> on are not in use.</summary>
    public readonly SpanEntry[] Entries = new SpanEntry[Capacity];

    /// <summary>Entries in use.</summary>
    public int Count { get; set; }

    /// <summary>Where the spans are stored.</summary>
    public Segment Segment { get; } = segment;

    /// <summary>The tags of the spans.</summary>
    public TagFilter Tags { get; } = new();

    /// <summary>The earliest start; may be earlier than any entry's, never later.</summary>
    public ulong MinStart { get; private set; } = ulong.MaxValue;

    /// <summary>The latest start; may be later than any entry's, never earlier.</summary>
    public ulong MaxStart { get; private set; }

    /// <summary>The longest duration; may be longer than any entry's, never shorter.</summary>
    public ulong MaxDuration { get; private set; }

    /// <summary>Appends an entry.</summary>
    public void Add(in SpanEntry entry)
    {
        Entries[Count++] = entry;
        MinStart = Math.Min(MinStart, entry.StartNanos);
        MaxStart = Math.Max(MaxStart, entry.StartNanos);
        MaxDuration = Math.Max(MaxDuration, entry.DurationNanos);
    }
}
