using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>How a <see cref="ParallelPrimitive{TIn, TOut}"/> runs its branches.</summary>
public sealed class ParallelPrimitiveOptions : ICheckedOptions<ParallelPrimitiveOptions>
{
    /// <summary>The primitive's name. Default: its type.</summary>
    public string? Name { get; set; }

    /// <summary>How many branches run at once. Default: all.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxConcurrency { get; set; }

    ParallelPrimitiveOptions ICheckedOptions<ParallelPrimitiveOptions>.Copy() => (ParallelPrimitiveOptions)MemberwiseClone();
}
