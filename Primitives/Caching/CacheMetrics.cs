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

    /// <summary>Counts what a hit saved: all of it, or at least this much when some of the calls it stands for had no price.</summary>
    public static void Saved(WorkflowPrimitive cache, WorkflowContext context, in EntryCost cost)
    {
        if (cost.Usd > 0m)
        {
            context.Usage.AddSaved(cost.Usd);
            Instruments.CacheSavings.Add(
                (double)cost.Usd, new(Labels.WorkflowName, context.WorkflowLabel), new(Labels.CacheName, cache.Name));
        }

        if (!cost.IsComplete)
        {
            Instruments.CacheUnpricedHits.Add(1, new(Labels.WorkflowName, context.WorkflowLabel), new(Labels.CacheName, cache.Name));
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
