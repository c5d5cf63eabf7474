namespace Tta.DemoWorkers.AgentOrchestrator.Traffic;

/// <summary>How many workflows are started each second, on average: what the settings say until <c>PUT /traffic</c> says otherwise.</summary>
internal sealed class TrafficRate
{
    private readonly double _configured;
    private double _perSecond;

    /// <summary>Begins as configured.</summary>
    public TrafficRate(double configured) => _configured = _perSecond = configured;

    /// <summary>Workflows per second.</summary>
    public double PerSecond
    {
        get => Volatile.Read(ref _perSecond);
        set => Volatile.Write(ref _perSecond, value);
    }

    /// <summary>As configured again.</summary>
    public void Reset() => PerSecond = _configured;
}
