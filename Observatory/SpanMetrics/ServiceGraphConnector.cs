using System.Runtime.InteropServices;
using Observatory.SelfMonitoring;
using Observatory.Traces.Model;
using Observatory.Traces.Store;

namespace Observatory.SpanMetrics;

/// <summary>
/// Who calls whom, from pairs of client and server (or producer and consumer) spans, as the collector's <c>service_graph</c> derives it.
/// A client whose partner does not come in time called what it names itself, a model's provider first; a server span that begins its trace
/// was called by <c>user</c>. Thread-safe; its lock is held for one span or one series.
/// </summary>
internal sealed class ServiceGraphConnector(SpanMetricsOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly NameTable _names = new();
    private readonly WaitingEdges _waiting = new(options.MaxWaiting);
    private readonly CallTable _calls = new(options.MaxSeriesPerMetric);

    /// <summary>Calls of which a first span came.</summary>
    public SelfCounter Edges { get; } = new();

    /// <summary>Calls of which no second span came in time.</summary>
    public SelfCounter Expired { get; } = new();

    /// <summary>Spans that could not wait for their partner, because too many did.</summary>
    public SelfCounter Dropped { get; } = new();

    /// <summary>Takes the spans of a request that were stored.</summary>
    public void Record(ReadOnlySpan<byte> request, StagedRequest staged)
    {
        var now = time.GetTimestamp();
        var processes = CollectionsMarshal.AsSpan(staged.Processes);
        foreach (ref readonly var span in CollectionsMarshal.AsSpan(staged.Spans))
        {
            ref readonly var process = ref processes[span.Process];
            if (!span.IsStored || span.Kind < SpanKind.Server || process.ServiceLength == 0)
            {
                continue;
            }

            var service = request.Slice(process.ServiceOffset, process.ServiceLength);
            if (span.Kind is SpanKind.Client or SpanKind.Producer)
            {
                Calling(span, service, PeerNames.Read(request.Slice(span.Offset, span.Length)), now);
            }
            else
            {
                Called(span, service, now);
            }
        }
    }

    /// <summary>Counts the calls that have waited too long for their other side.</summary>
    public void ExpireEdges()
    {
        var now = time.GetTimestamp();
        bool more;
        do
        {
            lock (_gate)
            {
                more = ExpireOldest(now);
            }
        }
        while (more);
    }

    /// <summary>Hands all series on.</summary>
    public void Publish(DerivedPoints points)
    {
        List<CallSeries> all;
        lock (_gate)
        {
            all = _calls.All;
        }

        foreach (var series in all)
        {
            lock (_gate)
            {
                CallTable.Publish(series, points);
            }
        }
    }

    /// <summary>Forgets the pairs of services that did not call for too long.</summary>
    public void Expire(DerivedPoints points)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            _calls.Expire(series => time.GetElapsedTime(series.LastSeen, now) >= options.CallExpiration, points);
        }
    }

    private void Calling(in StagedSpan span, ReadOnlySpan<byte> service, PeerNames peer, long now)
    {
        lock (_gate)
        {
            var edge = Begin(new(span.TraceId, span.SpanId), now, out var isNew);
            edge.Client = _names.Get(service);
            edge.ClientNanos = span.DurationNanos;
            edge.Failed |= span.Status == SpanStatus.Error;
            edge.Type = span.Kind == SpanKind.Producer ? ConnectionType.Message : ConnectionType.Call;
            edge.Peer = _names.Get(peer.Peer);
            if (_names.Get(peer.Database) is { } database)
            {
                (edge.Server, edge.ServerNanos, edge.Type) = (database, span.DurationNanos, ConnectionType.Database);
            }

            End(edge, isNew, now);
        }
    }

    private void Called(in StagedSpan span, ReadOnlySpan<byte> service, long now)
    {
        lock (_gate)
        {
            var edge = Begin(new(span.TraceId, span.ParentId), now, out var isNew);
            edge.Server = _names.Get(service);
            edge.ServerNanos = span.DurationNanos;
            edge.Failed |= span.Status == SpanStatus.Error;
            edge.Type = span.Kind == SpanKind.Consumer ? ConnectionType.Message : ConnectionType.Call;
            End(edge, isNew, now);
        }
    }

    private Edge Begin(EdgeKey key, long now, out bool isNew)
    {
        isNew = !_waiting.TryFind(key, out var edge);
        return edge ?? _waiting.Rent(key, now);
    }

    private void End(Edge edge, bool isNew, long now)
    {
        if (edge.IsComplete)
        {
            _calls.Add(edge, now);
            if (isNew)
            {
                Edges.Increment();
                _waiting.Release(edge);
            }
            else
            {
                _waiting.Remove(edge);
            }
        }
        else if (isNew)
        {
            // With no room left, what has waited long enough makes some.
            if (_waiting.TryAdd(edge) || (ExpireOldest(now) && _waiting.TryAdd(edge)))
            {
                Edges.Increment();
            }
            else
            {
                Dropped.Increment();
                _waiting.Release(edge);
            }
        }
    }

    private bool ExpireOldest(long now)
    {
        if (_waiting.Oldest is not { } edge || time.GetElapsedTime(edge.Began, now) < options.PartnerTimeout)
        {
            return false;
        }

        Expired.Increment();
        edge.Type = ConnectionType.VirtualNode;
        if (edge.Client is null && edge.Key.IsRoot)
        {
            edge.Client = _names.Get("user"u8);
        }
        else if (edge.Server is null)
        {
            edge.Server = edge.Peer ?? _names.Get("unknown"u8);
        }

        if (edge.IsComplete)
        {
            _calls.Add(edge, now);
        }

        _waiting.Remove(edge);
        return true;
    }
}
