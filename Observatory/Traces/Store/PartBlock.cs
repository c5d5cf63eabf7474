using Observatory.Traces.Columns;
using Observatory.Traces.Model;

namespace Observatory.Traces.Store;

/// <summary>A block of a sealed part as searches look at it.</summary>
internal sealed class PartBlock(SealedPart part, int index, int[] operationIds) : StoredBlock
{
    /// <summary>The part.</summary>
    public SealedPart Part { get; } = part;

    /// <summary>The numbers that the store has for the block's operations.</summary>
    public int[] OperationIds { get; } = operationIds;

    /// <inheritdoc/>
    public override int Count => Info.Rows;

    /// <inheritdoc/>
    public override ulong MinStart => Info.MinStart;

    /// <inheritdoc/>
    public override ulong MaxStart => Info.MaxStart;

    /// <inheritdoc/>
    public override ulong MaxDuration => Info.MaxDuration;

    /// <inheritdoc/>
    public override long LastSegment => Part.Directory.LastId;

    /// <inheritdoc/>
    public override TagFilter Tags => new PartTagFilter(Part, index, Info.FilterLength);

    private PartBlockInfo Info => Part.Directory.Blocks[index];

    /// <inheritdoc/>
    public override bool MayBeOf(OperationMatch[] operations) =>
        Array.Exists(OperationIds, o => o < operations.Length && operations[o] != OperationMatch.No);

    /// <inheritdoc/>
    public override BlockContent Read(int count) => new PartContent(this, index);

    /// <summary>The block as it was decoded; null when it is damaged.</summary>
    public SealedBlock? Decode() => Part.Read(index);

    /// <summary>The filter of a block, read when it is asked first. Each thread keeps the one that it asked last.</summary>
    private sealed class PartTagFilter(SealedPart part, int index, int length) : TagFilter
    {
        [ThreadStatic]
        private static byte[]? _frame;

        [ThreadStatic]
        private static PartTagFilter? _owner;

        private int _offset;
        private int _length;

        public override bool MayContain(ulong hash)
        {
            if (_owner != this)
            {
                _owner = null;
                if (_frame is null || _frame.Length < length)
                {
                    _frame = GC.AllocateUninitializedArray<byte>(Math.Max(length, 16 * 1024));
                }

                _length = part.TryReadFilter(index, _frame.AsSpan(0, length), out var filter) ? filter.Length : 0;
                _offset = length - _length;
                _owner = this;
            }

            return _length == 0 || BloomFilter.MayContain(_frame.AsSpan(_offset, _length), hash);
        }
    }

    private sealed class PartContent(PartBlock block, int index) : BlockContent
    {
        private readonly SealedBlock? _decoded = block.Decode();
        private (byte[] Bytes, int[] Ends)? _messages;
        private bool _isRead;

        public override ReadOnlySpan<SpanEntry> Entries => _decoded is null ? default : _decoded.Entries;

        public override ReadOnlySpan<byte> Message(int row)
        {
            if (!_isRead)
            {
                _isRead = true;
                int[] rows = [.. Enumerable.Range(0, _decoded!.Entries.Length)];
                _messages = block.Part.Messages(index, _decoded, rows);
            }

            // A span whose message is lost has nothing that was asked for.
            return _messages is var (bytes, ends) ? bytes.AsSpan((row == 0 ? 0 : ends[row - 1])..ends[row]) : default;
        }

        public override StoredProcess Process(int process) => _decoded!.Processes[process];

        public override void Dispose()
        {
        }
    }
}
