using System.Security.Cryptography;
using System.Text;

namespace Tta.Primitives;

/// <summary>What a cache key looks like outside the process: a hash, so that no prompt can be read from it.</summary>
internal static class CacheKey
{
    /// <summary>
    /// What the keys of one cache have in common: its name and types. Caches of other types may have its name, and in a second level
    /// keys of all caches lie side by side.
    /// </summary>
    public static string Scope<TIn, TOut>(string cacheName) => $"{cacheName}\0{typeof(TIn)}\0{typeof(TOut)}\0";

    /// <summary>The hash of <paramref name="key"/> within <paramref name="scope"/>.</summary>
    public static string Hash(string scope, string key)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(scope, key));
        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
    }
}
