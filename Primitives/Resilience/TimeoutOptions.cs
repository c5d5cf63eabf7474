using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>How long a <see cref="TimeoutPrimitive{TIn, TOut}"/> lets a primitive run.</summary>
public sealed class TimeoutOptions : ICheckedOptions<TimeoutOptions>
{
    /// <summary>The primitive's name. Default: its type.</summary>
    public string? Name { get; set; }

    /// <summary>The limit; a context's earlier deadline shortens it. Default: 30 s.</summary>
    [DurationRange(0.001, 86400)]
    public TimeSpan Limit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock.</summary>
    [Required]
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    TimeoutOptions ICheckedOptions<TimeoutOptions>.Copy() => (TimeoutOptions)MemberwiseClone();
}
