using Observatory.Otlp;
using Observatory.Traces.Model;
using Observatory.Traces.Store;

namespace Observatory.Traces.Query;

/// <summary>A tag asked for: a key with just this value. Blocks that can't hold it are known by their filters.</summary>
internal sealed class TagCondition(string key, string text) : AttributeCondition(key)
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(text);
    private readonly ulong[] _hashes = TagHash.Candidates(key, text);

    /// <inheritdoc/>
    public override bool IsSelective => true;

    /// <inheritdoc/>
    public override bool MayBeIn(TagFilter tags) => Array.Exists(_hashes, tags.MayContain);

    /// <inheritdoc/>
    public override string ToString() => $"{Key} = {text}";

    /// <inheritdoc/>
    protected override bool IsValue(OtlpValue value) => TagHash.Matches(value, text, _text);

    /// <inheritdoc/>
    protected override bool IsText(ReadOnlySpan<byte> utf8) => utf8.SequenceEqual(_text);
}
