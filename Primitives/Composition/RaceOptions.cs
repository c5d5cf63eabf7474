using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>How a <see cref="RacePrimitive{TIn, TOut}"/> lets its runners begin.</summary>
public sealed class RaceOptions : ICheckedOptions<RaceOptions>
{
    /// <summary>The primitive's name. Default: its type.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// How long to wait for an answer before the next runner begins beside those under way; one that fails is followed at once. Default: all
    /// begin together.
    /// </summary>
    [DurationRange(0, 86400)]
    public TimeSpan? HedgeDelay { get; set; }

    /// <summary>The clock.</summary>
    [Required]
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    RaceOptions ICheckedOptions<RaceOptions>.Copy() => (RaceOptions)MemberwiseClone();
}
