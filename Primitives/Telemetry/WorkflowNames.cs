using System.Collections.Concurrent;

namespace Tta.Primitives;

/// <summary>
/// The workflows that this process announced. A name that comes over the wire becomes a metric label only when it is one of them: anybody
/// can send anything, and every new value would be a new series.
/// </summary>
internal static class WorkflowNames
{
    private const int Max = 1000;
    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    /// <summary>Announces a workflow; beyond a thousand they are <c>other</c> when they come over the wire.</summary>
    public static void Add(string name)
    {
        if (Known.Count < Max)
        {
            Known.TryAdd(name, true);
        }
    }

    /// <summary>The label of a name that was sent.</summary>
    public static string LabelOf(string? sent) =>
        sent is null ? TtaNames.Values.Unknown : Known.ContainsKey(sent) ? sent : TtaNames.Values.Other;
}
