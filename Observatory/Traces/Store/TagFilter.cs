namespace Observatory.Traces.Store;

/// <summary>
/// A Bloom filter over the tags of one block of spans. It says "surely not here" or "maybe here", so that a search for a rare tag reads few
/// blocks from disk.
/// </summary>
internal abstract class TagFilter
{
    /// <summary>Whether the tag with a hash may be there.</summary>
    public abstract bool MayContain(ulong hash);
}

/// <summary>The filter of a block that is filled: 64 bits for each span that it can hold.</summary>
internal sealed class OpenTagFilter : TagFilter
{
    private const int Words = SpanBlock.Capacity;
    private readonly ulong[] _bits = new ulong[Words];

    /// <summary>Adds a tag's hash.</summary>
    public void Add(ulong hash)
    {
        // Three bits in one word: one cache miss for each tag.
        _bits[WordOf(hash)] |= BitsOf(hash);
    }

    /// <inheritdoc/>
    public override bool MayContain(ulong hash)
    {
        var bits = BitsOf(hash);
        return (Volatile.Read(ref _bits[WordOf(hash)]) & bits) == bits;
    }

    private static int WordOf(ulong hash) => (int)(hash & (Words - 1));

    private static ulong BitsOf(ulong hash) => (1UL << (int)(hash >> 58)) | (1UL << (int)((hash >> 52) & 63)) | (1UL << (int)((hash >> 46) & 63));
}
