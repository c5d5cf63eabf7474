using System.Collections.Concurrent;
using Observatory.Metrics.Model;
using Observatory.Metrics.Store;
using Observatory.Otlp;
using Observatory.SelfMonitoring;

namespace Observatory.Metrics.Otlp;

/// <summary>Takes OTLP metrics into the store and tells senders, the log and the self-metrics what could not be taken.</summary>
internal sealed class MetricsConsumer : IOtlpConsumer
{
    private readonly MetricsOptions _options;
    private readonly MetricStore _store;
    private readonly ILogger<MetricsConsumer> _logger;
    private readonly ConcurrentBag<MetricDecoder> _decoders = [];
    private readonly Dictionary<PointOutcome, SelfCounter> _refused;
    private readonly SelfCounter _stored;
    private readonly SelfCounter _stale;
    private int _said;

    /// <summary>A consumer that fills <paramref name="store"/>.</summary>
    public MetricsConsumer(MetricsOptions options, MetricStore store, SelfMetrics metrics, ILogger<MetricsConsumer> logger)
    {
        (_options, _store, _logger) = (options, store, logger);
        // The store is to its receiver what an exporter's backend is in the collector.
        _stored = metrics.Counter("otelcol_exporter_sent_metric_points_total", "Count of metric points stored.", ("exporter", "observatory"));
        _stale = metrics.Counter("observatory_metric_points_stale_total", "Data points that were older than what was stored, or sent twice.");
        _refused = new()
        {
            [PointOutcome.StoreFull] = Reason("store_full"),
            [PointOutcome.MetricFull] = Reason("metric_full"),
            [PointOutcome.TypeConflict] = Reason("type_conflict"),
            [PointOutcome.Invalid] = Reason("invalid"),
        };
        metrics.Gauge("observatory_metric_series", "Prometheus series held.", () => store.Budget.Series);
        metrics.Gauge("observatory_metric_series_limit", "Prometheus series that may be held.", () => options.MaxSeries);
        metrics.Gauge("observatory_metric_label_bytes", "Bytes of label text and help held.", () => store.Budget.LabelBytes);
        metrics.Gauge("observatory_metric_families", "Metric names held.", () => store.Families);
        metrics.Counter("observatory_metric_series_expired_total", "Series forgotten because nobody updated them.", () => store.Expired);

        SelfCounter Reason(string reason) =>
            metrics.Counter("observatory_metric_points_refused_total", "Data points refused for good.", ("reason", reason));
    }

    /// <inheritdoc />
    public OtlpSignal Signal => OtlpSignal.Metrics;

    /// <inheritdoc />
    public OtlpOutcome Consume(ReadOnlySpan<byte> request)
    {
        var decoder = _decoders.TryTake(out var idle) ? idle : new MetricDecoder(_options, _store) { Refused = Refused };
        try
        {
            decoder.Decode(request);
            _stored.Add(decoder.Accepted);
            _stale.Add(decoder.Stale);
            var taken = decoder.Accepted + decoder.Stale;
            var refusals = decoder.Refusals;
            return refusals.Points == 0 ? OtlpOutcome.Ok(taken) : OtlpOutcome.Partial(taken, refusals.Points, refusals.Message);
        }
        finally
        {
            _decoders.Add(decoder);
        }
    }

    // Senders repeat themselves every second; the log hears of each kind of trouble once.
    private void Refused(PointOutcome outcome, string metric, string reason)
    {
        _refused[outcome].Increment();
        var bit = 1 << (int)outcome;
        if ((Interlocked.Or(ref _said, bit) & bit) == 0)
        {
            _logger.LogWarning(
                "refused a data point of metric '{Metric}': {Reason}. Further ones are only counted, in observatory_metric_points_refused_total",
                RefusalTally.Printable(metric),
                reason);
        }
    }
}
