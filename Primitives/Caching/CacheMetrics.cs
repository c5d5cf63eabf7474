using Labels = Tta.Primitives.TtaNames.Labels;

namespace Tta.Primitives;

/// <summary>What caches count.</summary>
internal static class CacheMetrics
{
    public static void Count(WorkflowPrimitive cache, string backend, string operation, int times = 1)
    {
        if (times > 0 && Instruments.CacheOperations.Enabled)
        {
            Instruments.CacheOperations.Add(
                times, new(Labels.CacheName, cache.Name), new(Labels.Backend, backend), new(Labels.Operation, operation));
        }
    }

    public static void Saved(WorkflowPrimitive cache, WorkflowContext context, decimal? cost)
    {
        if (cost is > 0m)
        {
            context.Usage.AddSaved(cost.Value);
            Instruments.CacheSavings.Add((double)cost.Value, new KeyValuePair<string, object?>(Labels.CacheName, cache.Name));
        }
    }

    public static void Measured(WorkflowPrimitive cache, (int Count, long Size) held, bool sizeKnown)
    {
        KeyValuePair<string, object?> name = new(Labels.CacheName, cache.Name);
        KeyValuePair<string, object?> backend = new(Labels.Backend, TtaNames.Values.MemoryBackend);
        Instruments.CacheEntries.Record(held.Count, name, backend);
        if (sizeKnown)
        {
            Instruments.CacheSize.Record(held.Size, name, backend);
        }
    }
}
