namespace Observatory.Metrics.Model;

/// <summary>Has series of its own, beside those that senders send. Registered as a singleton; asked whenever the metrics page is.</summary>
internal interface IMetricProducer
{
    /// <summary>Brings its series in the metric store up to date. Called from several threads at once.</summary>
    void Produce();
}
