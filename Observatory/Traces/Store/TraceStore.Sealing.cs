namespace Observatory.Traces.Store;

/// <summary>Sealing and merging, in the background and beside everything else.</summary>
internal sealed partial class TraceStore
{
    /// <summary>With more spans that are not sealed, more are refused: each takes memory.</summary>
    public const int MaxOpenSpans = 1024 * 1024;

    private const string Behind = "sealing what was stored before is behind; come again";

    /// <summary>The blocks that were read last.</summary>
    public BlockCache Cache { get; } = new(16 * 1024 * 1024);

    /// <summary>Told of each piece of a part that is damaged: the file, its bytes, and why.</summary>
    public Action<string, long, string>? Damaged { get; set; }

    /// <summary>Takes over a part from disk.</summary>
    public void Adopt(SealedPart part)
    {
        lock (_lock)
        {
            part.Damaged = SayDamaged;
            _archive.Adopt(part);
            _archive.MakeRoom(0, 0, _time.GetUtcNow());
        }
    }

    /// <summary>Seals the oldest segment that is no longer written to.</summary>
    /// <param name="sealer">What seals it.</param>
    /// <param name="also">Whether the one that is written to is sealed as well, when it is the only one.</param>
    /// <returns>False when there is none.</returns>
    /// <exception cref="IOException">The part could not be written; the segment stays.</exception>
    public bool SealNext(PartSealer sealer, bool also = false)
    {
        OpenSegment segment;
        lock (_lock)
        {
            if (_contents.Open.Count == 1 && also && _contents.Open[0].File.Spans > 0)
            {
                _archive.CloseActive();
            }

            if (_contents.Open.Count < 2)
            {
                return false;
            }

            segment = _contents.Open[0];
            segment.File.Lease();
        }

        try
        {
            var part = sealer.Seal(segment, Directory, Disk, Cache);
            bool isThere;
            lock (_lock)
            {
                if (part is not null)
                {
                    part.Damaged = SayDamaged;
                }

                isThere = _contents.Replace(segment, part);
            }

            (isThere ? segment.File : part?.File)?.Delete();
        }
        finally
        {
            segment.File.Release();
        }

        return true;
    }

    /// <summary>Merges small parts that follow one another.</summary>
    /// <returns>False when there are none.</returns>
    /// <exception cref="IOException">The part could not be written; the small ones stay.</exception>
    public bool MergeNext()
    {
        List<SealedPart> parts;
        lock (_lock)
        {
            parts = PartMerges.Next(_contents.Parts, _limits);
            parts.ForEach(p => p.File.Lease());
        }

        if (parts.Count == 0)
        {
            return false;
        }

        try
        {
            var merged = PartSealer.Merge(parts, Directory, Disk, Cache);
            bool areThere;
            lock (_lock)
            {
                merged.Damaged = SayDamaged;
                areThere = _contents.Replace(parts, merged);
            }

            if (areThere)
            {
                // The first one's name is the merged one's now.
                parts[0].File.Release();
                parts.Skip(1).ToList().ForEach(p => p.File.Delete());
            }
            else
            {
                merged.File.Delete();
            }
        }
        finally
        {
            parts.ForEach(p => p.File.Release());
        }

        return true;
    }

    /// <summary>Whether more would wait to be sealed than memory is meant for.</summary>
    private bool IsBehind() => _contents.Open.Count > 2 && _contents.Open.Sum(o => o.Index.Spans) > MaxOpenSpans;

    private void SayDamaged(SealedPart part, long bytes, string why) => Damaged?.Invoke(part.File.Path, bytes, why);
}
