using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>The part of <see cref="CacheOptions{TOut}"/> that configuration can set, within the same bounds.</summary>
internal sealed class CacheSettings
{
    [Range(1, int.MaxValue)]
    public int? MaxEntries { get; set; }

    [DurationRange(0.001, 365 * 86400.0)]
    public TimeSpan? TimeToLive { get; set; }

    [Required]
    public string? SecondLevelBackend { get; set; }

    [DurationRange(0.001, 60)]
    public TimeSpan? SecondLevelTimeout { get; set; }

    [DurationRange(0, 3600)]
    public TimeSpan? SecondLevelCoolDown { get; set; }
}
