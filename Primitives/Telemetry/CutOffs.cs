using System.Collections.Concurrent;

namespace Tta.Primitives;

/// <summary>
/// The tokens that a time limit has cancelled and whose work has not ended yet. A token does not tell who cancelled it, and what a limit
/// cut off is an observation, unlike what a caller no longer wanted.
/// </summary>
internal static class CutOffs
{
    private static readonly ConcurrentDictionary<CancellationToken, bool> Tokens = new();

    /// <summary>Whether a time limit cancelled the token.</summary>
    public static bool Contains(CancellationToken token) => !Tokens.IsEmpty && Tokens.ContainsKey(token);

    /// <summary>A limit is about to cancel the token: whoever sees it cancelled must find the reason.</summary>
    public static void Add(CancellationToken token) => Tokens.TryAdd(token, true);

    /// <summary>The token's work has ended.</summary>
    public static void Remove(CancellationToken token) => Tokens.TryRemove(token, out _);
}
