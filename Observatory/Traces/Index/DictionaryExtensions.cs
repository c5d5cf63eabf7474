using System.Runtime.InteropServices;

namespace Observatory.Traces.Index;

/// <summary>Counting in dictionaries.</summary>
internal static class DictionaryExtensions
{
    /// <summary>The value of a key, to change in place; 0 when it is new.</summary>
    public static ref TValue AsRef<TKey, TValue>(this Dictionary<TKey, TValue> dictionary, TKey key)
        where TKey : notnull
        where TValue : struct => ref CollectionsMarshal.GetValueRefOrAddDefault(dictionary, key, out _);
}
