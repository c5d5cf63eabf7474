using System.Collections.Concurrent;

namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>Holds the faults that <c>PUT /faults</c> changes while the gateway runs: those of all models, and those of single ones.</summary>
internal sealed class FaultControl
{
    private readonly ConcurrentDictionary<string, FaultSettings> _byName = new(StringComparer.Ordinal);
    private readonly FaultSettings _initial;
    private FaultSettings _current;

    /// <summary>Begins with the settings' faults for all.</summary>
    public FaultControl(FaultSettings initial) => _initial = _current = initial;

    /// <summary>The faults of every provider and model that has none of its own.</summary>
    public FaultSettings Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    /// <summary>The faults by the name of a provider or a model.</summary>
    public IReadOnlyDictionary<string, FaultSettings> ByName => _byName;

    /// <summary>Whether there is a provider or a model of this name.</summary>
    public static bool Knows(string name) => ModelCatalog.Find(name) is not null || ModelCatalog.Providers.Contains(name);

    /// <summary>The faults of a model: its own, else its provider's, else those of all.</summary>
    public FaultSettings Of(ModelProfile model) =>
        _byName.GetValueOrDefault(model.Id) ?? _byName.GetValueOrDefault(model.Provider) ?? Current;

    /// <summary>Gives a provider or a model, which must be known, faults of its own.</summary>
    public void Set(string name, FaultSettings faults) => _byName[name] = faults;

    /// <summary>Takes away the faults of a provider or a model; false when it has none.</summary>
    public bool Clear(string name) => _byName.TryRemove(name, out _);

    /// <summary>As at the start: no faults by name, and those of the settings for all.</summary>
    public void Reset()
    {
        _byName.Clear();
        Current = _initial;
    }
}
