using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>How often a <see cref="LoopPrimitive{T}"/> may repeat.</summary>
public sealed class LoopOptions : ICheckedOptions<LoopOptions>
{
    /// <summary>The primitive's name. Default: its type.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// How many passes there may be; when it is not done after the last, that is a <see cref="LoopLimitException"/>. Default: 10.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxPasses { get; set; } = 10;

    /// <summary>Whether to ask before the first pass, too: what is done already then passes through. Default: no.</summary>
    public bool AsksFirst { get; set; }

    LoopOptions ICheckedOptions<LoopOptions>.Copy() => (LoopOptions)MemberwiseClone();
}
