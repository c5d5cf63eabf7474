using System.Collections.Concurrent;

namespace Tta.DemoWorkers.WorkflowEngine.Faults;

/// <summary>
/// Holds the faults of single steps, which <c>PUT /faults/{step}</c> changes while the engine runs. A rate is spread evenly: of ten executions
/// at 0.3 every third or fourth fails. Thread-safe.
/// </summary>
internal sealed class StepFaults(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, StepKind> _steps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Active> _faults = new(StringComparer.Ordinal);

    /// <summary>The steps that there are, by name.</summary>
    public IReadOnlyDictionary<string, StepKind> Steps => _steps;

    /// <summary>The faults that there are, by step.</summary>
    public IReadOnlyDictionary<string, StepFault> Faults => _faults.ToDictionary(one => one.Key, one => one.Value.Fault, StringComparer.Ordinal);

    /// <summary>Lets a step have faults.</summary>
    public void Register(string step, StepKind kind) => _steps[step] = kind;

    /// <summary>The fault of a step; none is one without effect.</summary>
    public StepFault Of(string step) => _faults.TryGetValue(step, out var active) ? active.Fault : new StepFault();

    /// <summary>Gives a step, which must be registered, a fault.</summary>
    public void Set(string step, StepFault fault) => _faults[step] = new Active(fault);

    /// <summary>Takes a step's fault away; false when it has none.</summary>
    public bool Clear(string step) => _faults.TryRemove(step, out _);

    /// <summary>Takes all faults away.</summary>
    public void Clear() => _faults.Clear();

    /// <summary>Whether this execution of a step is to fail.</summary>
    public bool Fails(string step) => _faults.TryGetValue(step, out var active) && active.Hits(active.Fault.ErrorRate);

    /// <summary>Whether this look-up of a cache is to find nothing.</summary>
    public bool Misses(string cache) => _faults.TryGetValue(cache, out var active) && active.Hits(active.Fault.MissRate);

    /// <summary>Takes as much longer as the step's fault says.</summary>
    public Task DelayAsync(string step, CancellationToken cancellationToken) =>
        _faults.TryGetValue(step, out var active) && active.Fault.DelaySeconds > 0
            ? Task.Delay(TimeSpan.FromSeconds(active.Fault.DelaySeconds), time, cancellationToken)
            : Task.CompletedTask;

    private sealed class Active(StepFault fault)
    {
        private long _executions;

        public StepFault Fault => fault;

        /// <summary>Counts an execution; true for as large a share of them as <paramref name="rate"/>.</summary>
        public bool Hits(double rate)
        {
            var number = Interlocked.Increment(ref _executions);
            return Math.Floor(number * rate) > Math.Floor((number - 1) * rate);
        }
    }
}
