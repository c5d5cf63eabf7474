namespace Tta.Primitives;

/// <summary>When a <see cref="FallbackPrimitive{TIn, TOut}"/> falls back.</summary>
public sealed class FallbackOptions : ICheckedOptions<FallbackOptions>
{
    /// <summary>The primitive's name. Default: its type.</summary>
    public string? Name { get; set; }

    /// <summary>Which failures lead to the next fallback. Default: all. A cancellation by the caller never does.</summary>
    public Func<Exception, bool>? ShouldHandle { get; set; }

    FallbackOptions ICheckedOptions<FallbackOptions>.Copy() => (FallbackOptions)MemberwiseClone();
}
