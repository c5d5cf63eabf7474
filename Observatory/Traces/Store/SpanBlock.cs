using Observatory.Traces.Model;

namespace Observatory.Traces.Store;

/// <summary>
/// A fixed number of span entries in order of arrival, all of one segment. Entries are written under the store's lock; below a count that
/// was read under the lock they may be read without it.
/// </summary>
internal sealed class SpanBlock(Segment segment) : StoredBlock
{
    /// <summary>Entries in a block.</summary>
    public const int Capacity = 4096;

    /// <summary>The entries; those from <see cref="Count"/> on are not in use.</summary>
    public readonly SpanEntry[] Entries = new SpanEntry[Capacity];

    private readonly OpenTagFilter _tags = new();
    private int _count;
    private ulong _minStart = ulong.MaxValue;
    private ulong _maxStart;
    private ulong _maxDuration;

    /// <inheritdoc/>
    public override int Count => _count;

    /// <summary>Where the spans are stored.</summary>
    public Segment Segment { get; } = segment;

    /// <inheritdoc/>
    public override long LastSegment => Segment.Id;

    /// <inheritdoc/>
    public override TagFilter Tags => _tags;

    /// <inheritdoc/>
    public override ulong MinStart => _minStart;

    /// <inheritdoc/>
    public override ulong MaxStart => _maxStart;

    /// <inheritdoc/>
    public override ulong MaxDuration => _maxDuration;

    /// <summary>Appends an entry.</summary>
    public void Add(in SpanEntry entry)
    {
        Entries[_count++] = entry;
        _minStart = Math.Min(_minStart, entry.StartNanos);
        _maxStart = Math.Max(_maxStart, entry.StartNanos);
        _maxDuration = Math.Max(_maxDuration, entry.DurationNanos);
    }

    /// <summary>Adds the hash of a tag.</summary>
    public void AddTag(ulong hash) => _tags.Add(hash);

    /// <summary>Takes the last entry back.</summary>
    public void RemoveLast() => _count--;

    /// <inheritdoc/>
    public override bool MayBeOf(OperationMatch[] operations) => true;

    /// <inheritdoc/>
    public override BlockContent Read(int count) => new SegmentContent(this, count);

    /// <summary>The bytes of a block's spans, read in one go when the first is asked for.</summary>
    private sealed class SegmentContent(SpanBlock block, int count) : BlockContent
    {
        private readonly Dictionary<int, StoredProcess> _processes = [];
        private byte[]? _bytes;
        private uint _start;

        public override ReadOnlySpan<SpanEntry> Entries => block.Entries.AsSpan(0, count);

        public override ReadOnlySpan<byte> Message(int index)
        {
            if (_bytes is null)
            {
                // A block's entries are in the order of the file.
                _start = block.Entries[0].Offset;
                var length = (int)(block.Entries[count - 1].Offset - _start) + block.Entries[count - 1].Length;
                _bytes = ArrayPool<byte>.Shared.Rent(length);
                if (!block.Segment.TryRead(_start, _bytes.AsSpan(0, length)))
                {
                    throw new IOException($"the segment {block.Segment.Path} is shorter than it was");
                }
            }

            ref readonly var entry = ref block.Entries[index];
            return _bytes.AsSpan((int)(entry.Offset - _start), entry.Length);
        }

        public override StoredProcess Process(int process)
        {
            if (!_processes.TryGetValue(process, out var stored))
            {
                _processes.Add(process, stored = block.Segment.ReadProcess(process));
            }

            return stored;
        }

        public override void Dispose()
        {
            if (_bytes is not null)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
            }
        }
    }
}
