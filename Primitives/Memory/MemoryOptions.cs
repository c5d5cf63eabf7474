using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>How much a <see cref="MemoryPrimitive"/> remembers.</summary>
public sealed class MemoryOptions : ICheckedOptions<MemoryOptions>
{
    /// <summary>The primitive's name. Default: its type.</summary>
    public string? Name { get; set; }

    /// <summary>Sessions remembered; the least recently used goes first. Default: 1000.</summary>
    [Range(1, 1_000_000)]
    public int MaxSessions { get; set; } = 1000;

    /// <summary>Entries per session; the least recently used goes first. Default: 1000.</summary>
    [Range(1, 1_000_000)]
    public int MaxEntriesPerSession { get; set; } = 1000;

    /// <summary>How long an entry is remembered after it was stored. Default: for as long as there is room.</summary>
    [DurationRange(0.001, 365 * 86400.0)]
    public TimeSpan? TimeToLive { get; set; }

    /// <summary>The clock.</summary>
    [Required]
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    MemoryOptions ICheckedOptions<MemoryOptions>.Copy() => (MemoryOptions)MemberwiseClone();
}
