using System.Diagnostics;

namespace Tta.Primitives;

/// <summary>
/// What travels with one workflow execution: who runs it and for whom, its state, its usage and its trace.
/// Pass the same context to every primitive of an execution.
/// </summary>
public sealed partial class WorkflowContext
{
    private readonly TraceAnchor _anchor;
    private readonly WorkflowIdentity _identity;
    private IDictionary<string, object?>? _state;
    private double _childSeconds;

    /// <summary>A context of its own, with new ids.</summary>
    /// <param name="workflowName">What is executed; a metric label, so one of few values.</param>
    public WorkflowContext(string? workflowName = null)
        : this(new TraceAnchor(), fromRemote: false) => WorkflowName = workflowName;

    internal WorkflowContext(TraceAnchor anchor, bool fromRemote)
    {
        _anchor = anchor;
        _identity = new WorkflowIdentity(NewId());
        if (fromRemote)
        {
            _identity.ComesFromRemote();
        }

        Usage = new WorkflowUsage();
    }

    /// <summary>Another context of an execution under way in this process.</summary>
    internal WorkflowContext(WorkflowIdentity identity, Activity activity, string? workflowName)
    {
        _anchor = new TraceAnchor(activity.Context);
        _identity = identity;
        Usage = new WorkflowUsage();
        if (workflowName is not null && workflowName != identity.WorkflowName)
        {
            _identity = identity.Copy();
            _identity.WorkflowName = workflowName;
            _identity.NameWasSent = false;
            _anchor.IsShared = true;
        }
    }

    private WorkflowContext(WorkflowContext from, WorkflowIdentity identity, WorkflowUsage usage, IDictionary<string, object?>? state)
    {
        _anchor = from._anchor;
        _identity = identity;
        _state = state;
        Usage = usage;
    }

    /// <summary>Identifies this execution. Default: a new id.</summary>
    public string WorkflowId
    {
        get => _identity.WorkflowId;
        init => _identity.WorkflowId = value;
    }

    /// <summary>
    /// What is executed; a metric label, so one of few values. One that came over the wire is the label <c>other</c> unless this process
    /// announced it (<c>AddWorkflow</c>, <see cref="KnownSeries.Workflow"/>).
    /// </summary>
    public string? WorkflowName
    {
        get => _identity.WorkflowName;
        init => _identity.WorkflowName = value;
    }

    /// <summary>Shared by a workflow and everything it causes. Default: the first <see cref="WorkflowId"/>.</summary>
    public string CorrelationId
    {
        get => _identity.CorrelationId;
        init => _identity.CorrelationId = value;
    }

    /// <summary>The workflow that caused this one, if any.</summary>
    public string? CausationId
    {
        get => _identity.CausationId;
        init => _identity.CausationId = value;
    }

    /// <summary>The user's session, if any.</summary>
    public string? SessionId
    {
        get => _identity.SessionId;
        init => _identity.SessionId = value;
    }

    /// <summary>Who acts, if known.</summary>
    public string? AgentId
    {
        get => _identity.AgentId;
        init => _identity.AgentId = value;
    }

    /// <summary>
    /// What kind of agent acts; a metric label, so one of few values. Of those that come over the wire a hundred are told apart, and what was
    /// announced with <see cref="KnownSeries.Workflow"/>; the rest is the label <c>other</c>.
    /// </summary>
    public string? AgentType
    {
        get => _identity.AgentType;
        init => _identity.AgentType = value;
    }

    /// <summary>What the caller would like of the model, if anything.</summary>
    public ModelHints? ModelHints
    {
        get => _identity.ModelHints;
        init => _identity.ModelHints = value;
    }

    /// <summary>When the workflow must be done, if ever. Time limits and retries stay within it.</summary>
    public DateTimeOffset? Deadline
    {
        get => _identity.Deadline;
        init => _identity.Deadline = value;
    }

    /// <summary>Further entries that travel to other processes. They are visible to every service: nothing secret.</summary>
    public IReadOnlyDictionary<string, string> Baggage
    {
        get => _identity.Baggage;
        init => _identity.Baggage = value;
    }

    /// <summary>Notes for the workflow's own use; they stay in the process and are not emitted.</summary>
    public IReadOnlyDictionary<string, string> Tags
    {
        get => _identity.Tags;
        init => _identity.Tags = value;
    }

    /// <summary>
    /// What steps tell later steps. Steps of a sequence share it; a branch of a parallel has a copy (<see cref="CopyState"/>). Not for use
    /// from several threads.
    /// </summary>
    public IDictionary<string, object?> State =>
        _state ?? Interlocked.CompareExchange(ref _state, new Dictionary<string, object?>(StringComparer.Ordinal), null) ?? _state;

    /// <summary>
    /// Copies a value of <see cref="State"/> for a branch or a child, which then has it for itself. Default: <see cref="StateCopy.Of"/>.
    /// </summary>
    public Func<object, object>? CopyState
    {
        get => _identity.CopyState;
        init => _identity.CopyState = value;
    }

    /// <summary>What the model calls of this context and all made from it have used.</summary>
    public WorkflowUsage Usage { get; }

    /// <summary>What is the same in all of the execution.</summary>
    internal WorkflowIdentity Identity => _identity;

    /// <summary>The agent type as a metric label.</summary>
    internal string AgentTypeLabel => _identity.AgentTypeLabel;

    internal bool AgentTypeWasSent
    {
        init => _identity.AgentTypeWasSent = value;
    }

    /// <summary>The attributes that every span of this execution carries.</summary>
    internal KeyValuePair<string, object?>[] SpanTags => _identity.SpanTags;

    /// <summary>The workflow's name as a metric label.</summary>
    internal string WorkflowLabel => _identity.WorkflowLabel;

    internal bool NameWasSent
    {
        init => _identity.NameWasSent = value;
    }

    /// <summary>A context for a workflow that this one starts: an id of its own, caused by and correlated with this one.</summary>
    /// <param name="workflowName">What is executed. Default: the same.</param>
    public WorkflowContext CreateChild(string? workflowName = null)
    {
        // From here on, spans of one trace belong to several executions.
        _anchor.IsShared = true;
        return new WorkflowContext(this, _identity.Copy(), Usage, CopyOfState())
        {
            WorkflowId = NewId(),
            WorkflowName = workflowName ?? WorkflowName,
            NameWasSent = workflowName is null && _identity.NameWasSent,
            CausationId = WorkflowId,
        };
    }

    /// <summary>The same execution with a copy of the state, as each branch of a parallel gets it. Usage stays shared.</summary>
    public WorkflowContext CreateBranch() => new(this, _identity, Usage, CopyOfState());

    /// <summary>The same with a meter of its own.</summary>
    internal WorkflowContext CreateBranch(WorkflowUsage meter) => new(this, _identity, meter, CopyOfState());

    /// <summary>The same execution and state without a deadline, for what has to be done even when it is late.</summary>
    internal WorkflowContext WithoutDeadline()
    {
        if (Deadline is null)
        {
            return this;
        }

        _anchor.IsShared = true;
        return new WorkflowContext(this, _identity.Copy(), Usage, State) { Deadline = null };
    }

    /// <summary>
    /// The same execution for work that others share: with a copy of the state, a meter of its own, and no deadline, since each who
    /// waits for the work leaves at their own.
    /// </summary>
    internal WorkflowContext CreateShared(WorkflowUsage meter)
    {
        if (Deadline is null)
        {
            return new WorkflowContext(this, _identity, meter, CopyOfState());
        }

        _anchor.IsShared = true;
        return new WorkflowContext(this, _identity.Copy(), meter, CopyOfState()) { Deadline = null };
    }

    /// <summary>The same execution and state with a meter of its own.</summary>
    internal WorkflowContext CreateMetered(WorkflowUsage meter) => new(this, _identity, meter, State);

    /// <summary>The execution whose root is <paramref name="root"/> has ended.</summary>
    internal void EndRoot(Activity root) => _anchor.End(root);

    internal static string NewId() => Guid.CreateVersion7().ToString("n");

    /// <summary>Starts a span of this execution, which began at <paramref name="timestamp"/>.</summary>
    internal Activity? StartActivity(
        string name, ActivityKind kind, IEnumerable<KeyValuePair<string, object?>> tags, long timestamp) =>
        _anchor.Start(name, kind, this, tags, timestamp, isRoot: false);

    /// <summary>Starts the root of this execution, in a trace of its own if one on this context has ended.</summary>
    internal Activity? StartRoot(string name, long timestamp)
    {
        _anchor.Renew();
        return _anchor.Start(name, ActivityKind.Internal, this, _identity.MakeRootTags(), timestamp, isRoot: true);
    }

    /// <summary>True once for a context that came from another process: its first primitive was called from there.</summary>
    internal bool TakeRemoteConnection() => _identity.TakeRemoteConnection();

    /// <summary>Begins to add up the time of what a primitive contains.</summary>
    /// <returns>The sum of the primitive around it, for <see cref="LeavePrimitive"/>.</returns>
    /// <remarks>Executions on one context come one after another; those that overlap have contexts of their own.</remarks>
    internal double EnterPrimitive()
    {
        double outer = _childSeconds;
        _childSeconds = 0;
        return outer;
    }

    /// <summary>Ends what <see cref="EnterPrimitive"/> began, and says how much of its time was the primitive's own.</summary>
    internal double LeavePrimitive(double outer, double seconds)
    {
        double own = Math.Max(0, seconds - _childSeconds);
        _childSeconds = outer + seconds;
        return own;
    }

    /// <summary>Time that others took, on contexts made from this one.</summary>
    internal void AddChildSeconds(double seconds) => _childSeconds += seconds;

    /// <summary>The time of what ran on this context.</summary>
    internal double ChildSeconds => _childSeconds;

    private Dictionary<string, object?>? CopyOfState()
    {
        if (_state is not { Count: > 0 } state)
        {
            return null;
        }

        Func<object, object> copy = CopyState ?? StateCopy.Of;
        var copies = new Dictionary<string, object?>(state.Count, StringComparer.Ordinal);
        foreach ((string key, object? value) in state)
        {
            copies.Add(key, value is null ? null : copy(value));
        }

        return copies;
    }
}
