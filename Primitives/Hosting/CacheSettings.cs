namespace Tta.Primitives;

/// <summary>The part of <see cref="CacheOptions{TOut}"/> that configuration can set.</summary>
internal sealed class CacheSettings
{
    public int? MaxEntries { get; set; }

    public TimeSpan? TimeToLive { get; set; }

    public string? SecondLevelBackend { get; set; }

    public TimeSpan? SecondLevelTimeout { get; set; }

    public TimeSpan? SecondLevelCoolDown { get; set; }
}
