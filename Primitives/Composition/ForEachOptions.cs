using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>How a <see cref="ForEachPrimitive{TIn, TOut}"/> goes through its items.</summary>
public sealed class ForEachOptions : ICheckedOptions<ForEachOptions>
{
    /// <summary>The primitive's name. Default: its type.</summary>
    public string? Name { get; set; }

    /// <summary>How many items are under way at once. Default: 4.</summary>
    [Range(1, int.MaxValue)]
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>How many items there may be; more are refused before any is done. Default: 1,000.</summary>
    [Range(1, int.MaxValue)]
    public int MaxItems { get; set; } = 1_000;

    /// <summary>What to do about items that fail. Default: the first one stops it.</summary>
    [EnumDataType(typeof(ItemFailures))]
    public ItemFailures OnFailure { get; set; }

    ForEachOptions ICheckedOptions<ForEachOptions>.Copy() => (ForEachOptions)MemberwiseClone();
}
