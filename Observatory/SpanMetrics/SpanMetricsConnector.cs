using System.Runtime.InteropServices;
using Observatory.Metrics.Model;
using Observatory.Storage;
using Observatory.Traces.Model;
using Observatory.Traces.Store;

namespace Observatory.SpanMetrics;

/// <summary>
/// Rate, errors and duration of every operation of every service that says its name, as the collector's <c>span_metrics</c> derives them.
/// Thread-safe; its lock is held for the spans of one request, or for one series when they are published.
/// </summary>
internal sealed class SpanMetricsConnector
{
    private static readonly string[] Kinds = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];
    private static readonly string[] Statuses = ["UNSET", "OK", "ERROR"];

    private static readonly MetricDefinition Calls =
        DerivedPoints.CounterOf("traces_span_metrics_calls", "Spans by service, name, kind and status.");

    private static readonly MetricDefinition Durations =
        DerivedPoints.HistogramOf("traces_span_metrics_duration_seconds", "Durations of spans by service, name, kind and status.");

    private readonly Lock _gate = new();
    private readonly SpanMetricsOptions _options;
    private readonly TimeProvider _time;
    private readonly DerivedLabels _labels = new("spanmetricsconnector");
    private readonly Dictionary<byte[], ServiceOperations> _services = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], ServiceOperations>.AlternateLookup<ReadOnlySpan<byte>> _byName;

    // What is over the limit; it has no name, and no operation of its own.
    private readonly ServiceOperations _others = new([]);
    private OperationSeries? _overflow;
    private int _count;

    /// <summary>A connector that has seen nothing.</summary>
    public SpanMetricsConnector(SpanMetricsOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _byName = _services.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Counts the spans of a request that were stored.</summary>
    public void Record(ReadOnlySpan<byte> request, StagedRequest staged)
    {
        var now = _time.GetTimestamp();
        var nowNanos = (ulong)(_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        var processes = CollectionsMarshal.AsSpan(staged.Processes);
        var process = -1;
        ServiceOperations? service = null;
        lock (_gate)
        {
            foreach (ref readonly var span in CollectionsMarshal.AsSpan(staged.Spans))
            {
                if (!span.IsStored)
                {
                    continue;
                }

                if (span.Process != process)
                {
                    process = span.Process;
                    service = ServiceOf(request, processes[process], now);
                }

                if (service is not null)
                {
                    SeriesOf(service, request.Slice(span.NameOffset, span.NameLength), span.Kind, span.Status)
                        .Durations.Observe(span.DurationNanos, span.TraceId, span.SpanId, nowNanos);
                }
            }
        }
    }

    /// <summary>Hands all series on.</summary>
    public void Publish(DerivedPoints points)
    {
        List<OperationSeries> all;
        lock (_gate)
        {
            all = [.. _services.Values.SelectMany(service => service.Series)];
            if (_overflow is not null)
            {
                all.Add(_overflow);
            }
        }

        foreach (var series in all)
        {
            lock (_gate)
            {
                points.Counter(Calls, series.Labels, series.Durations.Count, series.Durations.Newest);
                points.Histogram(Durations, series.Labels, series.Durations);
            }
        }
    }

    /// <summary>Forgets the services of which no span came for too long.</summary>
    public void Expire(DerivedPoints points)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            foreach (var (name, service) in _services)
            {
                if (_time.GetElapsedTime(service.LastSeen, now) >= _options.OperationExpiration)
                {
                    _services.Remove(name);
                    foreach (var series in service.Series)
                    {
                        _count--;
                        Remove(points, series);
                    }
                }
            }

            if (_overflow is not null && _time.GetElapsedTime(_others.LastSeen, now) >= _options.OperationExpiration)
            {
                Remove(points, _overflow);
                _overflow = null;
            }
        }
    }

    private static void Remove(DerivedPoints points, OperationSeries series)
    {
        points.Remove(Calls, series.Labels);
        points.Remove(Durations, series.Labels);
    }

    private ServiceOperations? ServiceOf(ReadOnlySpan<byte> request, in StagedProcess process, long now)
    {
        if (process.ServiceLength == 0)
        {
            return null;
        }

        var name = NameTable.Cut(request.Slice(process.ServiceOffset, process.ServiceLength));
        if (!_byName.TryGetValue(name, out var service))
        {
            if (_count >= _options.MaxSeriesPerMetric)
            {
                return _others;
            }

            var copy = name.ToArray();
            _services.Add(copy, service = new(copy));
        }

        service.LastSeen = now;
        return service;
    }

    private OperationSeries SeriesOf(ServiceOperations service, ReadOnlySpan<byte> name, SpanKind kind, SpanStatus status)
    {
        if (service.Find(name, kind, status) is { } known)
        {
            return known;
        }

        if (_count >= _options.MaxSeriesPerMetric)
        {
            _others.LastSeen = _time.GetTimestamp();
            return _overflow ??= new(_labels.Overflow());
        }

        var series = new OperationSeries(_labels.Begin()
            .Add("service.name"u8, service.Name).Add("span.name"u8, NameTable.Cut(name))
            .Add("span.kind"u8, "SPAN_KIND_" + Kinds[(int)kind]).Add("status.code"u8, "STATUS_CODE_" + Statuses[(int)status]).ToArray());
        service.Add(name, kind, status, series);
        _count++;
        return series;
    }
}
