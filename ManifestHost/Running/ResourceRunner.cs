using System.ComponentModel;
using System.Globalization;
using ManifestHost.Planning;
using ManifestHost.Processes;

namespace ManifestHost.Running;

/// <summary>Keeps one resource running: starts it when its turn comes, watches it, starts it again when it ends, stops it.</summary>
internal sealed class ResourceRunner : IDisposable
{
    private const int AttemptsToBecomeReady = 4;
    private const int MissesUntilUnhealthy = 2;

    private static readonly TimeSpan StartingPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan UnhealthyPoll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan HealthyPoll = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RemainderGrace = TimeSpan.FromMilliseconds(500);

    private readonly LaunchPlan _plan;
    private readonly RunContext _context;
    private readonly RotatingLog _log;
    private readonly BackOff _backOff = new(TimeProvider.System);
    private readonly TaskCompletionSource _firstHealthy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _pumps = [];
    private ChildProcess? _child;
    private Task _supervision = Task.CompletedTask;
    private volatile StackResource _snapshot;

    public ResourceRunner(LaunchPlan plan, RunContext context)
    {
        _plan = plan;
        _context = context;
        _log = new RotatingLog(context.Directory.LogFile(plan.Name));
        _snapshot = new StackResource(plan.Name, ResourceState.Waiting, null, plan.Endpoints, null, 0, Note(null));
    }

    public LaunchPlan Plan => _plan;

    public StackResource Snapshot => _snapshot;

    /// <summary>Completes when it is ready for the first time, or fails with <see cref="ResourceFailedException"/>.</summary>
    public Task FirstHealthy => _firstHealthy.Task;

    private string Mark => ProcessTree.MarkOf(_context.Directory.RunId, _plan.Name);

    /// <summary>Begins.</summary>
    /// <param name="dependencies">Completes when everything it waits for is ready.</param>
    /// <param name="stop">Ends the supervision, not the process: that is <see cref="StopAsync"/>.</param>
    public void Start(Task dependencies, CancellationToken stop) =>
        _supervision = Task.Run(() => SuperviseAsync(dependencies, stop), CancellationToken.None);

    /// <summary>Ends the process and everything it started. The supervision must have been told to stop.</summary>
    public async Task StopAsync(CancellationToken force)
    {
        await _supervision.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_child is { } child)
        {
            Update(ResourceState.Stopping, child.Id, Note(null));
            await ProcessTree.StopAsync(child.Id, Mark, _context.StopTimeout, force).ConfigureAwait(false);
            await child.Exited.ConfigureAwait(false);
            _context.Watchdog.Remove(child.Id);
            // What was written last should be in the log, but a process that got away must not hold up the stop.
            await Task.WhenAny(Task.WhenAll(_pumps), Task.Delay(RemainderGrace, CancellationToken.None)).ConfigureAwait(false);
        }

        Dispose();
        if (_snapshot.State != ResourceState.Failed)
        {
            Update(ResourceState.Stopped, null, "");
        }

        _firstHealthy.TrySetCanceled(CancellationToken.None);
        // Somebody may never have waited for it.
        _ = _firstHealthy.Task.Exception;
    }

    /// <inheritdoc/>
    public void Dispose() => _log.Dispose();

    private async Task SuperviseAsync(Task dependencies, CancellationToken stop)
    {
        var failures = 0;
        try
        {
            await dependencies.WaitAsync(stop).ConfigureAwait(false);
            while (true)
            {
                stop.ThrowIfCancellationRequested();
                var child = _child = Launch();
                Update(ResourceState.Starting, child.Id, Note(null));
                await WatchAsync(child, stop).ConfigureAwait(false);

                var wasHealthy = _snapshot.State is ResourceState.Healthy or ResourceState.Unhealthy;
                var problem = child.Exited.Result.ToString();
                await ProcessTree.StopAsync(child.Id, Mark, RemainderGrace, stop).ConfigureAwait(false);
                _context.Watchdog.Remove(child.Id);
                _child = null;
                if (!wasHealthy && PortConflict() is { } conflict)
                {
                    problem += "; " + conflict;
                }

                if (!_firstHealthy.Task.IsCompleted && ++failures >= AttemptsToBecomeReady)
                {
                    throw Failure($"{problem}, {failures} times, before it was ready.");
                }

                var pause = _backOff.Crashed();
                Update(
                    ResourceState.Restarting,
                    null,
                    Note(string.Create(CultureInfo.InvariantCulture, $"{problem}; starts again in {pause.TotalSeconds:0.#} s")),
                    _snapshot.Restarts + 1);
                await Task.Delay(pause, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The stack is being stopped, or something this resource waits for will never be ready.
        }
        catch (ResourceFailedException failure)
        {
            Update(ResourceState.Failed, _child?.Id, failure.Problem);
            _firstHealthy.TrySetException(failure);
        }
        catch (Win32Exception error)
        {
            Update(ResourceState.Failed, null, error.Message);
            _firstHealthy.TrySetException(Failure(error.Message));
        }
    }

    private ChildProcess Launch()
    {
        var environment = ChildEnvironment.Create(_plan, _context.Directory.RunId);
        var pump = new OutputPump(_context.Secrets.Redact, () => _context.Secrets.LongestLength, _log.Write);
        var request = new SpawnRequest(_plan.Executable, _plan.Arguments, environment, _plan.WorkingDirectory) { Output = pump.ChildEnd };
        var child = ChildProcess.Start(request, makeWay: () => _context.Ports.Release(_plan.Name));
        _context.Watchdog.Add(child.Id);
        pump.Start();
        _pumps.RemoveAll(ended => ended.IsCompleted);
        _pumps.Add(pump.Ended);
        return child;
    }

    /// <summary>Follows a process until it ends.</summary>
    private async Task WatchAsync(ChildProcess child, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        // Also when it exits the question that is under way is moot. The source may be gone by then: nobody asks any more.
        _ = child.Exited.ContinueWith(_ => over.CancelAsync(), stop, TaskContinuationOptions.None, TaskScheduler.Default);
        var limit = _plan.StartTimeout ?? _context.StartTimeout;
        var started = TimeProvider.System.GetTimestamp();
        var misses = 0;
        try
        {
            while (true)
            {
                var ready = await _context.Probe.IsReadyAsync(_plan.Probe, over.Token).ConfigureAwait(false);
                over.Token.ThrowIfCancellationRequested();
                var state = _snapshot.State;
                misses = ready ? 0 : misses + 1;
                if (ready && state != ResourceState.Healthy)
                {
                    _backOff.Healthy();
                    Update(ResourceState.Healthy, child.Id, Note(null));
                    _firstHealthy.TrySetResult();
                }
                else if (!ready && state == ResourceState.Healthy && misses >= MissesUntilUnhealthy)
                {
                    Update(ResourceState.Unhealthy, child.Id, Note($"{_plan.Probe} does not answer as it should"));
                }
                else if (!ready && state == ResourceState.Starting && TimeProvider.System.GetElapsedTime(started) > limit)
                {
                    GiveUpWaiting(child, limit);
                }

                await Task.Delay(PollOf(_snapshot.State), over.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // It exited.
        }
    }

    private void GiveUpWaiting(ChildProcess child, TimeSpan limit)
    {
        var problem = string.Create(CultureInfo.InvariantCulture, $"was not ready within {limit.TotalSeconds:0.#} s ({_plan.Probe})");
        if (!_firstHealthy.Task.IsCompleted)
        {
            throw Failure(problem + ".");
        }

        Update(ResourceState.Unhealthy, child.Id, Note(problem));
    }

    private static TimeSpan PollOf(ResourceState state) => state switch
    {
        ResourceState.Healthy => HealthyPoll,
        ResourceState.Starting => StartingPoll,
        _ => UnhealthyPoll,
    };

    private string? PortConflict()
    {
        foreach (var url in _plan.Endpoints.Values)
        {
            var port = new Uri(url).Port;
            if (PortHolder.Find(port) is { } holder)
            {
                return string.Create(CultureInfo.InvariantCulture, $"port {port} is in use by {PortHolder.Describe(holder)}");
            }
        }

        return null;
    }

    private ResourceFailedException Failure(string problem) => new(_plan.Name, problem, _log.Tail);

    private string Note(string? news) => string.Join("; ", _plan.Notes.Append(news).Where(note => note is not null));

    private void Update(ResourceState state, int? pid, string note, int? restarts = null)
    {
        var current = _snapshot;
        _snapshot = current with { State = state, ProcessId = pid, Note = note, Restarts = restarts ?? current.Restarts };
        _context.Changed();
    }
}
