namespace Observatory.SelfMonitoring;

/// <summary>A part that measures itself. Registered as a singleton; called once when the host is built.</summary>
internal interface ISelfMetricsSource
{
    /// <summary>Registers the part's series.</summary>
    void Register(SelfMetrics metrics);
}
