namespace Tta.Primitives;

/// <summary>Some items failed; the inner exceptions are all failures, in the order of the items.</summary>
public sealed class ForEachException : AggregateException
{
    /// <summary>Made by the library; public so that code that handles it can be tested.</summary>
    /// <param name="primitive">The name of the primitive that went through the items.</param>
    /// <param name="items">How many items there were.</param>
    /// <param name="failures">The failures by the item's position, from 0.</param>
    public ForEachException(string primitive, int items, IReadOnlyDictionary<int, Exception> failures)
        : base(
            $"'{primitive}': {failures?.Count} of {items} items failed.",
            (failures ?? throw new ArgumentNullException(nameof(failures))).OrderBy(one => one.Key).Select(one => one.Value)) =>
        ByItem = failures;

    /// <summary>The failures by the item's position, from 0.</summary>
    public IReadOnlyDictionary<int, Exception> ByItem { get; }
}
