using Observatory.Metrics.Model;
using Observatory.Metrics.Store;
using Observatory.SelfMonitoring;
using Observatory.Traces.Store;

namespace Observatory.SpanMetrics;

/// <summary>What the trace store hands stored spans to, and what the metric store gets the derived series from when it is scraped.</summary>
internal sealed class SpanMetricsRecorder : IStoredSpans, IMetricProducer, ISelfMetricsSource
{
    private readonly Lock _publishing = new();
    private readonly SpanMetricsOptions _options;
    private readonly SpanMetricsConnector _operations;
    private readonly ServiceGraphConnector _graph;
    private readonly DerivedPoints _points;

    /// <summary>A recorder that has seen nothing.</summary>
    public SpanMetricsRecorder(SpanMetricsOptions options, MetricStore store, TimeProvider time)
    {
        _options = options;
        (_operations, _graph, _points) = (new(options, time), new(options, time), new(store));
    }

    /// <inheritdoc/>
    public void Record(ReadOnlySpan<byte> request, StagedRequest staged)
    {
        if (_options.IsEnabled)
        {
            _operations.Record(request, staged);
            _graph.Record(request, staged);
        }
    }

    /// <inheritdoc/>
    public void Produce()
    {
        lock (_publishing)
        {
            _operations.Publish(_points);
            _graph.Publish(_points);
        }
    }

    /// <summary>Counts the calls whose partner did not come in time, and forgets what did not happen for long. Called every second or so.</summary>
    public void Maintain()
    {
        _graph.ExpireEdges();
        lock (_publishing)
        {
            _operations.Expire(_points);
            _graph.Expire(_points);
        }
    }

    /// <inheritdoc/>
    public void Register(SelfMetrics metrics)
    {
        metrics.Counter(
            "otelcol_connector_servicegraph_total_edges_total", "Count of calls of which a first span came.", () => _graph.Edges.Value);
        metrics.Counter(
            "otelcol_connector_servicegraph_expired_edges_total", "Count of calls of which no second span came in time.", () => _graph.Expired.Value);
        metrics.Counter(
            "otelcol_connector_servicegraph_dropped_spans_total", "Count of spans missing in the service graph because too many waited.",
            () => _graph.Dropped.Value);
        metrics.Counter(
            "observatory_span_metric_points_refused_total", "Count of points derived from spans that the metric store had no room for.",
            () => _points.Refused);
    }
}
