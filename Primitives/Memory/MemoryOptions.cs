using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>How much a <see cref="MemoryPrimitive"/> remembers.</summary>
public sealed class MemoryOptions
{
    /// <summary>The primitive's name. Default: its type.</summary>
    public string? Name { get; set; }

    /// <summary>Sessions remembered; the least recently used goes first. Default: 1000.</summary>
    [Range(1, 1_000_000)]
    public int MaxSessions { get; set; } = 1000;

    /// <summary>Entries per session; the least recently used goes first. Default: 1000.</summary>
    [Range(1, 1_000_000)]
    public int MaxEntriesPerSession { get; set; } = 1000;
}
