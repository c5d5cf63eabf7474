using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Tta.Primitives;

/// <summary>Keeps what a dictionary holds, and what its keys are to it.</summary>
internal static class KeyedCases
{
    /// <summary>The comparer of a dictionary of the framework's; null for its default and for the dictionaries of others.</summary>
    public static IEqualityComparer<TKey>? ComparerOf<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> of)
        where TKey : notnull => of switch
        {
            Dictionary<TKey, TValue> dictionary => dictionary.Comparer,
            FrozenDictionary<TKey, TValue> frozen => frozen.Comparer,
            ConcurrentDictionary<TKey, TValue> concurrent => concurrent.Comparer,
            ImmutableDictionary<TKey, TValue> immutable => immutable.KeyComparer,
            SortedDictionary<TKey, TValue> sorted => sorted.Comparer as IEqualityComparer<TKey>,
            SortedList<TKey, TValue> sorted => sorted.Comparer as IEqualityComparer<TKey>,
            _ => null,
        };

    /// <summary>A copy of its own.</summary>
    /// <exception cref="ArgumentException">Two keys are the same to the comparer.</exception>
    public static FrozenDictionary<TKey, TValue> Freeze<TKey, TValue>(
        IReadOnlyDictionary<TKey, TValue> entries, IEqualityComparer<TKey>? comparer, string parameter)
        where TKey : notnull
    {
        var copy = new Dictionary<TKey, TValue>(entries.Count, comparer);
        foreach ((TKey key, TValue value) in entries)
        {
            if (!copy.TryAdd(key, value))
            {
                throw new ArgumentException($"The key '{key}' is there twice, as its comparer sees it.", parameter);
            }
        }

        return copy.ToFrozenDictionary(comparer);
    }
}
