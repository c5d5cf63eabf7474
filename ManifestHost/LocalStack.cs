using System.Diagnostics.CodeAnalysis;
using ManifestHost.Expressions;
using ManifestHost.Manifest;
using ManifestHost.Planning;
using ManifestHost.Processes;
using ManifestHost.Running;

namespace ManifestHost;

/// <summary>
/// A manifest's resources, running as plain processes of this machine. Disposing it, or the end of this process however it comes,
/// ends them all.
/// </summary>
/// <example>
/// <code>
/// await using var stack = await LocalStack.StartAsync(new LocalStackOptions { RunDirectory = folder, Ports = PortSelection.Random });
/// var prometheus = stack.GetEndpoint("prometheus", "http");
/// </code>
/// </example>
[SuppressMessage("Naming", "CA1711", Justification = "A stack of software, not a collection.")]
public sealed class LocalStack : IAsyncDisposable
{
    private readonly StackModel _model;
    private readonly ValueResolver _values;
    private readonly RunDirectory _run;
    private readonly PortAllocator _ports;
    private readonly ReadinessProbe _probe = new();
    private readonly Watchdog _watchdog;
    private readonly OrderedDictionary<string, ResourceRunner> _runners = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<ProvidedPlan> _provided;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _force = new();
    private readonly Lock _fileGate = new();
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _stopped;

    private LocalStack(
        StackModel model,
        ValueResolver values,
        RunDirectory run,
        PortAllocator ports,
        IReadOnlyList<LaunchPlan> plans,
        IReadOnlyList<ProvidedPlan> provided,
        LocalStackOptions options)
    {
        _model = model;
        _values = values;
        _run = run;
        _ports = ports;
        _provided = provided;
        _watchdog = new Watchdog(run.RunId);
        var context = new RunContext(
            run, ports, values.Secrets, _watchdog, _probe, options.StartTimeout, options.StopTimeout, OnChanged);
        foreach (var plan in plans)
        {
            _runners.Add(plan.Name, new ResourceRunner(plan, context));
        }
    }

    /// <summary>Raised whenever a resource changes, on whichever thread noticed.</summary>
    public event EventHandler? Changed;

    /// <summary>Where the stack writes: <c>stack.json</c>, <c>logs/</c>, <c>volumes/</c>.</summary>
    public string RunDirectory => _run.Path;

    /// <summary>Every resource as it is now, also those that another answers for.</summary>
    public IReadOnlyList<StackResource> Resources
    {
        get
        {
            var byName = _runners.Values.Select(runner => runner.Snapshot).Concat(_provided.Select(SnapshotOf)).ToDictionary(r => r.Name);
            return [.. _model.Resources.Keys.Where(byName.ContainsKey).Select(name => byName[name])];
        }
    }

    /// <summary>Starts a stack and waits until every resource is ready.</summary>
    /// <param name="options">What to run and how.</param>
    /// <param name="cancellationToken">Gives up: everything that had been started is stopped.</param>
    /// <exception cref="ManifestException">It cannot be run; nothing has been started.</exception>
    /// <exception cref="ResourceFailedException">A resource did not become ready; everything has been stopped again.</exception>
    public static async Task<LocalStack> StartAsync(LocalStackOptions options, CancellationToken cancellationToken = default)
    {
        var stack = await PrepareAsync(options).ConfigureAwait(false);
        try
        {
            await stack.StartAsync(cancellationToken).ConfigureAwait(false);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The URL of a resource's binding.</summary>
    /// <param name="resource">The resource's name, also one that another answers for.</param>
    /// <param name="binding">The binding's name.</param>
    /// <exception cref="ArgumentException">There is no such endpoint here.</exception>
    public Uri GetEndpoint(string resource, string binding) =>
        Get(resource).Endpoints.TryGetValue(binding, out var url)
            ? new Uri(url)
            : throw new ArgumentException($"'{resource}' has no binding '{binding}' here.", nameof(binding));

    /// <summary>The id of the process that runs a resource (or answers for it).</summary>
    /// <param name="resource">The resource's name.</param>
    /// <exception cref="InvalidOperationException">None runs at the moment.</exception>
    public int GetProcessId(string resource) =>
        Get(resource).ProcessId ?? throw new InvalidOperationException($"No process of '{resource}' runs at the moment.");

    /// <summary>A resource's connection string, secrets included.</summary>
    /// <param name="resource">The resource's name.</param>
    /// <exception cref="ArgumentException">It has none.</exception>
    public string GetConnectionString(string resource)
    {
        var text = _model.Resources.GetValueOrDefault(resource)?.ConnectionString
            ?? throw new ArgumentException($"'{resource}' has no connection string.", nameof(resource));
        lock (_fileGate)
        {
            return _values.Resolve(text);
        }
    }

    /// <summary>The file that a resource's output is kept in.</summary>
    /// <param name="resource">The resource's name.</param>
    public string GetLogPath(string resource) => _run.LogFile(Get(resource).ProvidedBy ?? resource);

    /// <summary>Waits until every resource, or one, is healthy.</summary>
    /// <param name="resource">The resource to wait for; all when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitUntilHealthyAsync(string? resource = null, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var change = Volatile.Read(ref _change).Task;
            if (Resources.Where(r => resource is null || r.Name == resource).All(r => r.State == ResourceState.Healthy))
            {
                return;
            }

            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>Does everything that can go wrong without starting anything, and takes the run directory and the ports.</summary>
    internal static async Task<LocalStack> PrepareAsync(LocalStackOptions options)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new ManifestException("plain processes are supervised on Linux and macOS only; on Windows use Aspire itself, or WSL.");
        }

        var model = EnvironmentOverrides.Apply(StackModel.Load(options), options.EnvironmentOverrides);
        var references = new ReferenceChecker(model);
        references.CheckAll();
        var waits = StartOrder.Compute(model, references);

        var run = new RunDirectory(options.RunDirectory ?? Path.Combine(model.Directory, ".run"));
        PortAllocator? ports = null;
        try
        {
            if (!run.TryLock())
            {
                throw new ManifestException(
                    $"a stack already runs in {ManifestParser.DisplayName(run.Path)} (host pid {StackFile.Read(run.StackFile)?.HostProcessId}); stop it first, or use another --run-dir.");
            }

            await Leftovers.ClearAsync(run).ConfigureAwait(false);
            ports = PortAllocator.Allocate(model, options.Ports, options.FixedPorts.AsReadOnly());
            var values = new ValueResolver(model, ports.PortOf, run.VolumeDirectory, name => ParameterFrom(options, name));
            var planner = new LaunchPlanner(model, values, ports, run, options.Configuration);
            var plans = model.Processes.Select(resource => planner.Plan(resource, waits[resource.Name])).ToList();
            var provided = model.Resources.Values.Where(resource => resource.ProvidedBy is not null).Select(planner.PlanProvided).ToList();

            run.CreateFolders(plans, model.Resources.Values.SelectMany(resource => resource.Volumes));
            var stack = new LocalStack(model, values, run, ports, plans, provided, options);
            stack.OnChanged();
            return stack;
        }
        catch
        {
            ports?.Dispose();
            run.Dispose();
            throw;
        }
    }

    /// <summary>Starts every resource in its turn and waits until all are ready.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var runner in _runners.Values)
        {
            runner.Start(Task.WhenAll(runner.Plan.WaitsFor.Select(name => _runners[name].FirstHealthy)), _stop.Token);
        }

        var pending = _runners.Values.Select(runner => runner.FirstHealthy).ToList();
        while (pending.Count > 0)
        {
            // One by one, so that the first failure ends the wait.
            var next = await Task.WhenAny(pending).WaitAsync(cancellationToken).ConfigureAwait(false);
            await next.ConfigureAwait(false);
            pending.Remove(next);
        }
    }

    /// <summary>Stops everything, dependents before what they depend on.</summary>
    internal Task StopAsync()
    {
        lock (_fileGate)
        {
            return _stopped ??= Task.Run(StopCoreAsync);
        }
    }

    /// <summary>Makes a stop that is under way an abrupt one.</summary>
    internal void ForceStop() => _force.Cancel();

    private static string? ParameterFrom(LocalStackOptions options, string variable)
    {
        const string prefix = "Parameters__";
        return variable.StartsWith(prefix, StringComparison.Ordinal) && options.Parameters.TryGetValue(variable[prefix.Length..], out var value)
            ? value
            : Environment.GetEnvironmentVariable(variable);
    }

    private async Task StopCoreAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        var stops = new Dictionary<string, Task>(StringComparer.Ordinal);
        await Task.WhenAll(_runners.Keys.Select(StopOnceAsync)).ConfigureAwait(false);
        await _watchdog.DisposeAsync().ConfigureAwait(false);
        _probe.Dispose();
        _ports.Dispose();
        lock (_fileGate)
        {
            File.Delete(_run.StackFile);
        }

        _run.Dispose();

        Task StopOnceAsync(string name)
        {
            if (!stops.TryGetValue(name, out var stop))
            {
                var dependents = _runners.Values.Where(runner => runner.Plan.WaitsFor.Contains(name)).Select(runner => StopOnceAsync(runner.Plan.Name));
                stops[name] = stop = StopAfterAsync(Task.WhenAll(dependents.ToList()), _runners[name]);
            }

            return stop;
        }

        async Task StopAfterAsync(Task dependents, ResourceRunner runner)
        {
            await dependents.ConfigureAwait(false);
            await runner.StopAsync(_force.Token).ConfigureAwait(false);
        }
    }

    private StackResource Get(string resource) =>
        Resources.FirstOrDefault(r => r.Name == resource)
        ?? throw new ArgumentException($"'{resource}' does not run here; there are {string.Join(", ", Resources.Select(r => r.Name))}.", nameof(resource));

    private StackResource SnapshotOf(ProvidedPlan plan)
    {
        var provider = _runners[plan.Provider].Snapshot;
        return new StackResource(plan.Name, provider.State, provider.ProcessId, plan.Endpoints, plan.Provider, provider.Restarts, "");
    }

    private void OnChanged()
    {
        lock (_fileGate)
        {
            try
            {
                if (_run.IsLocked)
                {
                    new StackFile(Environment.ProcessId, _run.RunId, Resources).Write(_run.StackFile);
                }
            }
            catch (IOException)
            {
                // A full disk makes the file stale until the next change; the resources are worth more.
            }
        }

        Interlocked.Exchange(ref _change, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
