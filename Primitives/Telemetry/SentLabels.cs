using System.Collections.Concurrent;

namespace Tta.Primitives;

/// <summary>
/// Bounds what other processes can make of metric labels: anybody can send anything, and every new value is a new series.
/// </summary>
internal sealed class SentLabels
{
    /// <summary>So many values are told apart; those that come later are <c>other</c>, unless they were announced.</summary>
    public const int Most = 100;

    private const int MostAnnounced = 1000;

    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>What callers say that they are.</summary>
    public static SentLabels AgentTypes { get; } = new();

    /// <summary>What providers say that answered.</summary>
    public static SentLabels Models { get; } = new();

    /// <summary>Sees to it that a value is told apart, whatever else is sent.</summary>
    public void Announce(string value)
    {
        if (_known.Count < MostAnnounced)
        {
            _known.TryAdd(value, value);
        }
    }

    /// <summary>The label for a value that was sent.</summary>
    public string Of(string? sent)
    {
        if (sent is null)
        {
            return TtaNames.Values.Unknown;
        }

        if (_known.TryGetValue(sent, out string? known))
        {
            return known;
        }

        return Volatile.Read(ref _count) < Most && Interlocked.Increment(ref _count) <= Most
            ? _known.GetOrAdd(sent, sent)
            : TtaNames.Values.Other;
    }
}
