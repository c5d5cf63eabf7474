using System.Collections.Concurrent;

namespace Tta.Primitives;

/// <summary>
/// Bounds what callers from other processes can make of metric labels: anybody can send anything, and every new value is a new series.
/// </summary>
internal static class SentLabels
{
    /// <summary>So many values are told apart; those that come later are <c>other</c>, unless they were announced.</summary>
    public const int Most = 100;

    private const int MostAnnounced = 1000;

    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);
    private static int _count;

    /// <summary>Sees to it that a value is told apart, whatever else is sent.</summary>
    public static void Announce(string value)
    {
        if (Known.Count < MostAnnounced)
        {
            Known.TryAdd(value, value);
        }
    }

    /// <summary>The label for a value that was sent.</summary>
    public static string Of(string? sent)
    {
        if (sent is null)
        {
            return TtaNames.Values.Unknown;
        }

        if (Known.TryGetValue(sent, out string? known))
        {
            return known;
        }

        return Volatile.Read(ref _count) < Most && Interlocked.Increment(ref _count) <= Most
            ? Known.GetOrAdd(sent, sent)
            : TtaNames.Values.Other;
    }
}
