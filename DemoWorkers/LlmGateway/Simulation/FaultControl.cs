namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>Holds the settings that <c>PUT /faults</c> changes while the gateway runs.</summary>
internal sealed class FaultControl(FaultSettings initial)
{
    private FaultSettings _current = initial;

    public FaultSettings Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }
}
