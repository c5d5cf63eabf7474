namespace Tta.Primitives;

/// <summary>A cached result.</summary>
/// <param name="key">Its key.</param>
/// <param name="value">The result.</param>
/// <param name="created">When it was made, by the clock's timestamps.</param>
/// <param name="cost">What making it cost.</param>
/// <param name="size">Its bytes, if known.</param>
internal sealed class CacheEntry<TOut>(string key, TOut value, long created, EntryCost cost, long size)
{
    private string? _hash;

    public string Key { get; } = key;

    public TOut Value { get; } = value;

    public long Created { get; } = created;

    public EntryCost Cost { get; } = cost;

    public long Size { get; } = size;

    /// <summary>Neighbours in order of use.</summary>
    public CacheEntry<TOut>? Newer { get; set; }

    /// <inheritdoc cref="Newer"/>
    public CacheEntry<TOut>? Older { get; set; }

    /// <summary>The key's hash, made when first asked for.</summary>
    public string Hash(string scope) => _hash ??= CacheKey.Hash(scope, Key);
}
