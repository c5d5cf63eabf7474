using System.Globalization;

namespace Tta.DemoWorkers.CacheLayer;

/// <summary>The figures that Redis reports about itself.</summary>
/// <param name="ConnectedClients">Client connections, ours among them.</param>
/// <param name="UsedMemoryBytes">Memory that Redis allocated.</param>
/// <param name="EvictedKeys">Keys evicted for lack of memory since Redis started.</param>
internal sealed record RedisInfo(long ConnectedClients, long UsedMemoryBytes, long EvictedKeys)
{
    /// <summary>Reads the text of the INFO command; a figure that is missing is 0.</summary>
    public static RedisInfo Parse(string text)
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && long.TryParse(line.AsSpan(colon + 1), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value))
            {
                values[line[..colon]] = value;
            }
        }

        return new RedisInfo(
            values.GetValueOrDefault("connected_clients"), values.GetValueOrDefault("used_memory"), values.GetValueOrDefault("evicted_keys"));
    }
}
