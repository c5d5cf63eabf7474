using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>How a <see cref="RouterPrimitive{TIn, TOut}"/> routes.</summary>
public sealed class RouterOptions : ICheckedOptions<RouterOptions>
{
    /// <summary>The primitive's name. Default: its type.</summary>
    public string? Name { get; set; }

    /// <summary>Taken when the chosen route does not exist. Default: none, which makes that an error.</summary>
    public string? DefaultRoute { get; set; }

    /// <summary>How many different reasons are told apart in metrics; further ones become <c>other</c>.</summary>
    [Range(1, 1000)]
    public int MaxReasons { get; set; } = 32;

    /// <summary>The clock that measures routes for a selector that learns from their times.</summary>
    [Required]
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    RouterOptions ICheckedOptions<RouterOptions>.Copy() => (RouterOptions)MemberwiseClone();
}
