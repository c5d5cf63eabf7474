using Observatory.Agents.Runs;
using Observatory.Agents.Steps;
using Observatory.Hosting;
using Observatory.Metrics.Model;
using Observatory.Metrics.Store;
using Observatory.SelfMonitoring;
using Observatory.Traces.Query;
using Observatory.Traces.Store;

namespace Observatory.Agents.Metrics;

/// <summary>
/// Derives metrics from runs of agents, for services that send none of their own. Those of this repository's primitives are left alone:
/// they measure themselves. Runs that were stored before the start are not counted.
/// </summary>
internal sealed partial class AgentMetricsWorker : BackgroundService, ISelfMetricsSource
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // Reading a trace takes a millisecond or so; so many at one time leave the processor to those who send and ask.
    private const int MaxReads = 200;

    private readonly Lock _lock = new();
    private readonly EndedTraces _ended;
    private readonly AgentSeries _series;
    private readonly AgentRecorder _recorder;
    private readonly TraceReader _traces;
    private readonly AgentRuns _runs;
    private readonly Readiness _readiness;
    private readonly TimeProvider _time;
    private readonly ILogger<AgentMetricsWorker> _logger;
    private readonly ulong _start;
    private long _counted;

    /// <summary>Begins to count at nothing.</summary>
    public AgentMetricsWorker(
        TraceStore store, TraceReader traces, AgentRuns runs, MetricStore metrics, MetricsOptions options, Readiness readiness,
        TimeProvider time, ILogger<AgentMetricsWorker> logger)
    {
        (_traces, _runs, _readiness, _time, _logger) = (traces, runs, readiness, time, logger);
        _ended = new(store, time);
        _series = new(metrics, options);
        _recorder = new(_series);
        _start = Now();
    }

    /// <inheritdoc/>
    public void Register(SelfMetrics metrics)
    {
        metrics.Counter(
            "observatory_agent_runs_total", "Count of runs of agents from which metrics were derived.", () => Volatile.Read(ref _counted));
        metrics.Counter(
            "observatory_agent_traces_dropped_total", "Count of spans whose trace was not followed because there were too many at one time.",
            () => _ended.Dropped);
        metrics.Gauge("observatory_agent_series", "Series derived from runs of agents.", () => _series.Count);
        metrics.Counter(
            "observatory_agent_series_overflowed_total", "Count of measurements of runs of agents that went to the series of other.",
            () => _series.Overflowed);
    }

    /// <summary>Looks once: counts the runs that have ended, and tells all sums. Thread-safe.</summary>
    public void Look(CancellationToken cancellation)
    {
        lock (_lock)
        {
            CountEnded(cancellation);
            _series.Tell(_start, Now());
        }
    }

    private void CountEnded(CancellationToken cancellation)
    {
        _ended.Look();
        foreach (var (id, tries) in _ended.Take(MaxReads))
        {
            cancellation.ThrowIfCancellationRequested();
            if (_traces.Read(id, cancellation) is not { } stored)
            {
                continue;
            }

            // The root ends last: without it a run goes on, however long nothing came.
            var trace = _runs.ReadAndKeep(stored);
            if (!trace.View.Nodes[0].IsOrphan || !_ended.TryWaitAgain(id, tries))
            {
                Count(trace);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (_readiness.WaitingFor is null)
            {
                LookSafely(stoppingToken);
            }
        }
    }

    private void LookSafely(CancellationToken cancellation)
    {
        try
        {
            Look(cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogFailed(e.Message);
        }
    }

    private void Count(AgentTrace trace)
    {
        var isOurs = trace.Steps.Any(s => s.IsMeasured);
        if (trace.Run is not null && !isOurs)
        {
            _recorder.Record(trace);
            Interlocked.Increment(ref _counted);
        }

        for (var i = 0; i < trace.View.Nodes.Count; i++)
        {
            if (isOurs || trace.StepOf(i)?.Kind is not (StepKind.Workflow or StepKind.Agent or StepKind.ModelCall))
            {
                _ended.IsOther(trace.View.Nodes[i].Span.Entry.Operation);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Reading ended runs failed; the next are read again: {Reason}")]
    private partial void LogFailed(string reason);

    private ulong Now() => (ulong)(_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
}
