using Observatory.Forwarding;
using Observatory.Hosting;
using Observatory.Ingest.Requests;
using Observatory.Otlp;
using Observatory.SelfMonitoring;

namespace Observatory.Ingest;

/// <summary>
/// What both transports do with a request once its bytes are read: hand it to the signal's consumer, count what came of it, and hand a
/// copy on.
/// </summary>
internal sealed class OtlpIntake : IDisposable
{
    /// <summary>
    /// Requests handled at one time. Consumers write to the disk; when it is slow, the others wait here without a thread, and queries and
    /// health checks go on.
    /// </summary>
    public static readonly int MaxAtOnce = Math.Clamp(2 * Environment.ProcessorCount, 4, 16);

    private static readonly string[] Reasons = ["too_large", "malformed", "unsupported", "overloaded", "unavailable", "too_slow"];

    private readonly SemaphoreSlim _gate = new(MaxAtOnce);
    private readonly Readiness _readiness;
    private readonly OtlpForwarder _forwarder;
    private readonly Troubles _troubles;
    private readonly Dictionary<OtlpSignal, IOtlpConsumer> _consumers;
    private readonly Dictionary<(OtlpSignal, string), SignalMetrics> _signals = [];
    private readonly Dictionary<(string, string), SelfCounter> _refused = [];
    private readonly Dictionary<string, SelfCounter> _requests = [];

    /// <summary>Registers the self-metrics.</summary>
    public OtlpIntake(IEnumerable<IOtlpConsumer> consumers, Readiness readiness, InFlightBudget budget, OtlpForwarder forwarder, Troubles troubles, SelfMetrics metrics)
    {
        (_forwarder, _troubles) = (forwarder, troubles);
        _readiness = readiness;
        _consumers = consumers.ToDictionary(c => c.Signal);
        foreach (var transport in (string[])["http", "grpc"])
        {
            _requests[transport] = metrics.Counter(
                "observatory_otlp_requests_total", "Count of OTLP requests, whatever the answer.", ("transport", transport));
            foreach (var signal in Enum.GetValues<OtlpSignal>())
            {
                _signals[(signal, transport)] = new(metrics, signal, transport);
            }

            foreach (var reason in Reasons)
            {
                _refused[(transport, reason)] = metrics.Counter(
                    "observatory_otlp_refused_requests_total", "Count of OTLP requests not taken.", ("transport", transport), ("reason", reason));
            }
        }

        metrics.Gauge("observatory_otlp_in_flight_bytes", "Bytes of OTLP requests being read and handled.", () => budget.Used);
    }

    /// <summary>Counts a request, before anything is known about it.</summary>
    public void Began(string transport) => _requests[transport].Increment();

    /// <summary>Counts a refused request.</summary>
    public void Refused(string transport, RequestRefusedException why)
    {
        _refused[(transport, why.Reason)].Increment();
        if (why.Reason == RequestRefusedException.OverloadedReason)
        {
            _troubles.Report("memory", why.Message);
        }
    }

    /// <summary>Refuses requests that come too early, before their body is read.</summary>
    /// <exception cref="RequestRefusedException">Observatory is not ready, or nobody takes the signal.</exception>
    public void CheckReady(OtlpSignal signal)
    {
        if (_readiness.WaitingFor is { } task)
        {
            throw RequestRefusedException.Later($"starting: {task}", TimeSpan.FromSeconds(1));
        }

        if (!_consumers.ContainsKey(signal))
        {
            throw RequestRefusedException.Unsupported($"{signal} are not taken here");
        }
    }

    /// <summary>Hands a request to its consumer.</summary>
    /// <exception cref="RequestRefusedException">It was not taken.</exception>
    public async Task<OtlpOutcome> TakeAsync(OtlpSignal signal, string transport, ReadOnlyMemory<byte> request, CancellationToken aborted)
    {
        OtlpOutcome outcome;
        await _gate.WaitAsync(aborted).ConfigureAwait(false);
        try
        {
            outcome = _consumers[signal].Consume(request.Span);
        }
        catch (MalformedProtobufException e)
        {
            throw RequestRefusedException.Malformed(e.Message);
        }
        catch (OutOfMemoryException)
        {
            throw RequestRefusedException.NoMemory();
        }
        finally
        {
            _gate.Release();
        }

        _signals[(signal, transport)].Count(outcome);
        if (outcome.RetryAfter is { } retryAfter)
        {
            throw RequestRefusedException.Later(outcome.Message ?? "overloaded", retryAfter);
        }

        _forwarder.Offer(signal, request.Span);
        return outcome;
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
