using Observatory.Metrics.Model;
using Observatory.Storage;

namespace Observatory.SpanMetrics;

/// <summary>Who calls whom, how often, how long and with what outcome. Bounded; not thread-safe.</summary>
internal sealed class CallTable(int maxSeries)
{
    private static readonly string[] Types = ["", "messaging_system", "database", "virtual_node"];

    private static readonly MetricDefinition Requests =
        DerivedPoints.CounterOf("traces_service_graph_request", "Calls by who calls whom and whether they failed.");

    private static readonly MetricDefinition Failures =
        DerivedPoints.CounterOf("traces_service_graph_request_failed", "Failed calls by who calls whom.");

    private static readonly MetricDefinition ClientDurations =
        DerivedPoints.HistogramOf("traces_service_graph_request_client_seconds", "Durations of calls as the caller saw them.");

    private static readonly MetricDefinition ServerDurations =
        DerivedPoints.HistogramOf("traces_service_graph_request_server_seconds", "Durations of calls as the called one saw them.");

    private readonly DerivedLabels _labels = new("traces_service_graph");
    private readonly Dictionary<byte[], CallSeries> _series = new(Utf8Comparer.Instance);
    private readonly byte[] _key = new byte[sizeof(int) + 1 + (2 * NameTable.MaxBytes)];
    private CallSeries? _overflow;

    /// <summary>All series.</summary>
    public List<CallSeries> All => _overflow is null ? [.. _series.Values] : [.. _series.Values, _overflow];

    /// <summary>Counts a call.</summary>
    public void Add(Edge edge, long now)
    {
        var series = SeriesOf(edge);
        series.LastSeen = now;
        series.Client.Observe(edge.ClientNanos);
        series.Server.Observe(edge.ServerNanos);
        series.Failed += edge.Failed ? 1UL : 0;
    }

    /// <summary>Hands a series on.</summary>
    public static void Publish(CallSeries series, DerivedPoints points)
    {
        points.Counter(Requests, series.Labels, series.Client.Count, default);
        if (series.Failed > 0)
        {
            points.Counter(Failures, series.Labels, series.Failed, default);
        }

        points.Histogram(ClientDurations, series.Labels, series.Client);
        points.Histogram(ServerDurations, series.Labels, series.Server);
    }

    /// <summary>Forgets the series that <paramref name="isOver"/> says of.</summary>
    public void Expire(Predicate<CallSeries> isOver, DerivedPoints points)
    {
        foreach (var (key, series) in _series)
        {
            if (isOver(series))
            {
                _series.Remove(key);
                Remove(series, points);
            }
        }

        if (_overflow is not null && isOver(_overflow))
        {
            Remove(_overflow, points);
            _overflow = null;
        }
    }

    private static void Remove(CallSeries series, DerivedPoints points)
    {
        points.Remove(Requests, series.Labels);
        points.Remove(Failures, series.Labels);
        points.Remove(ClientDurations, series.Labels);
        points.Remove(ServerDurations, series.Labels);
    }

    private CallSeries SeriesOf(Edge edge)
    {
        var key = Key(edge);
        if (_series.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out var known))
        {
            return known;
        }

        if (_series.Count >= maxSeries)
        {
            return _overflow ??= new(_labels.Overflow());
        }

        var series = new CallSeries(_labels.Begin()
            .Add("client"u8, edge.Client).Add("server"u8, edge.Server)
            .Add("connection_type"u8, Types[(int)edge.Type]).Add("failed"u8, edge.Failed ? "true" : "false").ToArray());
        _series.Add(key.ToArray(), series);
        return series;
    }

    private ReadOnlySpan<byte> Key(Edge edge)
    {
        var (client, server) = (edge.Client!, edge.Server!);
        BinaryPrimitives.WriteInt32LittleEndian(_key, client.Length);
        _key[sizeof(int)] = (byte)(((int)edge.Type << 1) | (edge.Failed ? 1 : 0));
        client.CopyTo(_key, sizeof(int) + 1);
        server.CopyTo(_key, sizeof(int) + 1 + client.Length);
        return _key.AsSpan(0, sizeof(int) + 1 + client.Length + server.Length);
    }
}
