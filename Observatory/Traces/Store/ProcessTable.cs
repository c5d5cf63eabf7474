namespace Observatory.Traces.Store;

/// <summary>
/// The resources (with scopes) of one segment. While spans are added it also knows them by content; a sealed segment keeps only where
/// they are.
/// </summary>
internal sealed class ProcessTable
{
    // Replaced as a whole when it grows: queries read what is in it while more is added.
    private ProcessReference[] _references = new ProcessReference[4];
    private List<Known>? _known = [];
    private Dictionary<UInt128, int>? _byKey = [];

    /// <summary>The service's name of resources that have none.</summary>
    public static ReadOnlySpan<byte> MissingService => "missing-service-name"u8;

    /// <summary>Processes in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Where a process is.</summary>
    public ProcessReference this[int index] => Volatile.Read(ref _references)[index];

    /// <summary>Finds a process by its content.</summary>
    public bool TryFind(UInt128 key, out int index) => _byKey!.TryGetValue(key, out index);

    /// <summary>Adds a process.</summary>
    /// <returns>Its index.</returns>
    public int Add(UInt128 key, ProcessReference reference, ReadOnlySpan<ulong> tagHashes, ReadOnlySpan<byte> service)
    {
        _byKey![key] = Count;
        Append(reference, new(key, tagHashes.ToArray(), service.ToArray()));
        return Count - 1;
    }

    /// <summary>
    /// Sees to it that there are <paramref name="count"/> processes. Those whose record was damaged have nothing in them: their spans are
    /// kept under an unknown service.
    /// </summary>
    public void FillTo(int count)
    {
        while (Count < count)
        {
            Append(default, new(0, [], MissingService.ToArray()));
        }
    }

    /// <summary>The name of a process's service.</summary>
    public ReadOnlySpan<byte> ServiceOf(int index) => _known![index].Service;

    /// <summary>Sees to it that a block's tags include those of a process.</summary>
    public void Tag(int index, SpanBlock block)
    {
        var known = _known![index];
        if (known.LastBlock == block)
        {
            return;
        }

        known.LastBlock = block;
        foreach (var hash in known.TagHashes)
        {
            block.AddTag(hash);
        }
    }

    /// <summary>Takes back what was added after there were <paramref name="count"/>.</summary>
    public void RollBack(int count)
    {
        for (; Count > count; Count--)
        {
            _byKey!.Remove(_known![Count - 1].Key);
            _known.RemoveAt(Count - 1);
        }
    }

    /// <summary>Forgets what only adding needs.</summary>
    public void Seal()
    {
        _known = null;
        _byKey = null;
    }

    private void Append(ProcessReference reference, Known known)
    {
        if (Count == _references.Length)
        {
            var larger = new ProcessReference[Count * 2];
            _references.CopyTo(larger, 0);
            Volatile.Write(ref _references, larger);
        }

        _references[Count++] = reference;
        _known!.Add(known);
    }

    private sealed class Known(UInt128 key, ulong[] tagHashes, byte[] service)
    {
        public UInt128 Key { get; } = key;

        public ulong[] TagHashes { get; } = tagHashes;

        public byte[] Service { get; } = service;

        public SpanBlock? LastBlock { get; set; }
    }
}

/// <summary>Where a resource and its scope are in a segment's file: the scope follows the resource.</summary>
internal readonly record struct ProcessReference(uint Offset, int ResourceLength, int ScopeLength);
