using System.Security.Cryptography;
using System.Text;

namespace Tta.Primitives;

/// <summary>What a cache key looks like outside the process: a hash, so that no prompt can be read from it.</summary>
internal static class CacheKey
{
    /// <summary>The hash of <paramref name="key"/> within the cache called <paramref name="cacheName"/>.</summary>
    public static string Hash(string cacheName, string key)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(cacheName, "\0", key));
        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
    }
}
