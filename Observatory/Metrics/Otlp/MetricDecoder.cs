using Observatory.Metrics.Model;
using Observatory.Metrics.Naming;
using Observatory.Metrics.Store;
using Observatory.Otlp;

namespace Observatory.Metrics.Otlp;

/// <summary>
/// Walks one ExportMetricsServiceRequest. It is walked twice: first to see that it is well-formed, then to store it, so that a malformed
/// request leaves nothing behind. Not thread-safe; the consumer keeps a few for reuse.
/// </summary>
internal sealed class MetricDecoder
{
    private delegate string? ReadPoint(ReadOnlySpan<byte> message);

    private readonly MetricsOptions _options;
    private readonly MetricStore _store;
    private readonly MetricPoint _point = new();
    private readonly LabelSetBuilder _labels;
    private readonly ReadPoint _number;
    private readonly ReadPoint _histogram;
    private readonly ReadPoint _exponential;
    private readonly ReadPoint _summary;
    private bool _apply;

    /// <summary>A decoder that fills a store.</summary>
    public MetricDecoder(MetricsOptions options, MetricStore store)
    {
        _options = options;
        _store = store;
        _labels = new LabelSetBuilder(options);
        var reader = new PointReader(options, _point, _labels);
        (_number, _histogram, _exponential, _summary) = (reader.ReadNumber, reader.ReadHistogram, reader.ReadExponential, reader.ReadSummary);
    }

    /// <summary>Points stored by the last request.</summary>
    public long Accepted { get; private set; }

    /// <summary>Points of the last request that were older than what is stored.</summary>
    public long Stale { get; private set; }

    /// <summary>Points refused by the last request.</summary>
    public RefusalTally Refusals { get; } = new();

    /// <summary>Called for each point that a limit or a conflict refused.</summary>
    public Action<PointOutcome, string, string>? Refused { get; set; }

    /// <summary>Decodes and stores a request.</summary>
    /// <exception cref="MalformedProtobufException">It is none; nothing was stored.</exception>
    public void Decode(ReadOnlySpan<byte> request)
    {
        (Accepted, Stale) = (0, 0);
        Refusals.Clear();
        _apply = false;
        Request(request);
        _apply = true;
        Request(request);
    }

    private void Request(ReadOnlySpan<byte> message)
    {
        foreach (var resourceMetrics in new RepeatedField(message, 1))
        {
            ResourceMetrics(resourceMetrics);
        }
    }

    private void ResourceMetrics(ReadOnlySpan<byte> message)
    {
        var resource = OtlpResource.ReadIn(message);

        if (_apply)
        {
            ResourceLabels.StoreInfo(_store, _labels, _point, resource);
        }

        foreach (var scopeMetrics in new RepeatedField(message, 2))
        {
            ScopeMetrics(scopeMetrics, resource);
        }
    }

    private void ScopeMetrics(ReadOnlySpan<byte> message, OtlpResource resource)
    {
        var scope = OtlpScope.ReadIn(message);

        _labels.Clear();
        ResourceLabels.AddTarget(_labels, resource);
        ResourceLabels.AddScope(_labels, scope);
        _labels.SetBase();

        foreach (var metric in new RepeatedField(message, 2))
        {
            Metric(metric);
        }
    }

    private void Metric(ReadOnlySpan<byte> message)
    {
        var (name, help, unit, type) = ("", "", "", 0);
        ReadOnlySpan<byte> data = default;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.ReadString();
                    break;
                case 2:
                    help = reader.ReadString();
                    break;
                case 3:
                    unit = reader.ReadString();
                    break;
                case 5 or 7 or 9 or 10 or 11:
                    type = reader.Field;
                    data = reader.ReadBytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // Temporality and monotony may come after the points.
        var (temporality, monotonic) = (0, false);
        reader = new ProtoReader(data);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2 when type is 7 or 9 or 10:
                    temporality = reader.ReadInt32();
                    break;
                case 3 when type == 7:
                    monotonic = reader.ReadBool();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var kind = type switch
        {
            5 => OtlpMetricKind.Gauge,
            7 => monotonic ? OtlpMetricKind.Counter : OtlpMetricKind.UpDownCounter,
            11 => OtlpMetricKind.Summary,
            _ => OtlpMetricKind.Histogram,
        };
        var translated = MetricName.Translate(name, unit, kind);
        var refusal = translated is null ? $"the name has no letter or digit, or name or unit is longer than {MetricName.MaxLength} characters"
            : type is 7 or 9 or 10 && temporality is not (1 or 2) ? "the temporality is neither delta nor cumulative"
            : null;
        Points(data, type, name, new(translated.GetValueOrDefault(), Exposed(kind), help), temporality == 1, refusal);
    }

    private void Points(ReadOnlySpan<byte> data, int type, string name, in MetricDefinition definition, bool delta, string? metricRefusal)
    {
        var read = type switch
        {
            9 => _histogram,
            10 => _exponential,
            11 => _summary,
            _ => _number,
        };
        foreach (var point in new RepeatedField(data, 1))
        {
            var refusal = read(point);
            if (!_apply)
            {
                continue;
            }

            refusal = metricRefusal ?? refusal ?? _labels.Refusal;
            if (refusal is not null)
            {
                Refuse(PointOutcome.Invalid, name, refusal);
                continue;
            }

            _point.IsDelta = delta;
            Store(name, definition);
        }
    }

    private void Store(string name, in MetricDefinition definition)
    {
        var outcome = _store.Apply(definition, _labels.Render(), _point);
        switch (outcome)
        {
            case PointOutcome.Accepted:
                Accepted++;
                break;
            case PointOutcome.Stale:
                Stale++;
                break;
            case PointOutcome.StoreFull:
                Refuse(outcome, name, $"a new series, and the store holds as many as it may ({_options.MaxSeries} series, {_options.MaxLabelBytes} bytes of labels)");
                break;
            case PointOutcome.MetricFull:
                Refuse(outcome, name, $"a new series, and one metric may have {_options.MaxSeriesPerMetric}; drop a label of many values");
                break;
            default:
                Refuse(outcome, name, $"'{definition.Name.Full}' is used for another type of metric; rename one of them");
                break;
        }
    }

    private void Refuse(PointOutcome outcome, string name, string reason)
    {
        Refusals.Add(name, reason, 1);
        Refused?.Invoke(outcome, name, reason);
    }

    private static MetricKind Exposed(OtlpMetricKind kind) => kind switch
    {
        OtlpMetricKind.Counter => MetricKind.Counter,
        OtlpMetricKind.Histogram => MetricKind.Histogram,
        OtlpMetricKind.Summary => MetricKind.Summary,
        _ => MetricKind.Gauge,
    };
}
