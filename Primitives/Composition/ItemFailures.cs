namespace Tta.Primitives;

/// <summary>What a <see cref="ForEachPrimitive{TIn, TOut}"/> does about items that fail.</summary>
public enum ItemFailures
{
    /// <summary>The first one cancels the others, and its exception surfaces.</summary>
    Stop,

    /// <summary>All the others are done first; then all failures surface as a <see cref="ForEachException"/>.</summary>
    Collect,

    /// <summary>
    /// The results of the others are returned, in their order, and each failure is an event of the primitive's span; only when all items failed they
    /// surface as a <see cref="ForEachException"/>.
    /// </summary>
    Skip,
}
