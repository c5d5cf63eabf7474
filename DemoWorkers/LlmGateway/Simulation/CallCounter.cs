using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>Counts the calls of each model of the catalog.</summary>
internal sealed class CallCounter
{
    private readonly FrozenDictionary<string, StrongBox<long>> _calls =
        ModelCatalog.Models.ToFrozenDictionary(model => model.Id, _ => new StrongBox<long>(), StringComparer.Ordinal);

    /// <summary>Returns how many calls the model has had before, and counts this one.</summary>
    public long Next(ModelProfile profile) => Interlocked.Increment(ref _calls[profile.Id].Value) - 1;
}
