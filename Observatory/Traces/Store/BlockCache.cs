using Observatory.Traces.Columns;

namespace Observatory.Traces.Store;

/// <summary>
/// The blocks that were read last: whoever looks at a trace looks at it again, and at its neighbours. Bounded by bytes. Thread-safe.
/// </summary>
/// <param name="maxBytes">Bytes that it keeps at most.</param>
internal sealed class BlockCache(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(SealedPart, int), LinkedListNode<((SealedPart, int) Key, SealedBlock Block)>> _kept = [];
    private readonly LinkedList<((SealedPart, int) Key, SealedBlock Block)> _byUse = [];
    private long _bytes;

    /// <summary>Bytes that it keeps.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Finds a block.</summary>
    public SealedBlock? Find(SealedPart part, int index)
    {
        lock (_lock)
        {
            if (!_kept.TryGetValue((part, index), out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Block;
        }
    }

    /// <summary>Keeps a block.</summary>
    public void Keep(SealedPart part, int index, SealedBlock block)
    {
        lock (_lock)
        {
            if (block.Bytes > maxBytes / 4 || _kept.ContainsKey((part, index)))
            {
                return;
            }

            _kept.Add((part, index), _byUse.AddFirst(((part, index), block)));
            _bytes += block.Bytes;
            while (_bytes > maxBytes)
            {
                Forget(_byUse.Last!);
            }
        }
    }

    /// <summary>Forgets the blocks of a part that is gone.</summary>
    public void Forget(SealedPart part)
    {
        lock (_lock)
        {
            for (var node = _byUse.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Key.Item1 == part)
                {
                    Forget(node);
                }

                node = next;
            }
        }
    }

    private void Forget(LinkedListNode<((SealedPart, int) Key, SealedBlock Block)> node)
    {
        _byUse.Remove(node);
        _kept.Remove(node.Value.Key);
        _bytes -= node.Value.Block.Bytes;
    }
}
