using System.Collections.Frozen;
using System.Diagnostics;
using Keys = Tta.Primitives.TtaNames.Attributes;

namespace Tta.Primitives;

/// <summary>
/// What travels with one workflow execution: who runs it and for whom, its state, its usage and its trace.
/// Pass the same context to every primitive of an execution.
/// </summary>
public sealed partial class WorkflowContext
{
    private readonly TraceAnchor _anchor;
    private int _remoteConnection;

    /// <summary>A context of its own, with new ids.</summary>
    /// <param name="workflowName">What is executed; a metric label, so one of few values.</param>
    public WorkflowContext(string? workflowName = null)
        : this(new TraceAnchor(), fromRemote: false) => WorkflowName = workflowName;

    internal WorkflowContext(TraceAnchor anchor, bool fromRemote)
    {
        _anchor = anchor;
        _remoteConnection = fromRemote ? 1 : 0;
        WorkflowId = NewId();
        CorrelationId = WorkflowId;
        Usage = new WorkflowUsage();
        State = new Dictionary<string, object?>(StringComparer.Ordinal);
    }

    private WorkflowContext(WorkflowContext from, WorkflowUsage usage, IDictionary<string, object?> state)
    {
        _anchor = from._anchor;
        WorkflowId = from.WorkflowId;
        CorrelationId = from.CorrelationId;
        WorkflowName = from.WorkflowName;
        CausationId = from.CausationId;
        SessionId = from.SessionId;
        AgentId = from.AgentId;
        AgentType = from.AgentType;
        ModelHints = from.ModelHints;
        Deadline = from.Deadline;
        Baggage = from.Baggage;
        Tags = from.Tags;
        Usage = usage;
        State = state;
    }

    /// <summary>Identifies this execution. Default: a new id.</summary>
    public string WorkflowId { get; init; }

    /// <summary>What is executed; a metric label, so one of few values.</summary>
    public string? WorkflowName { get; init; }

    /// <summary>Shared by a workflow and everything it causes. Default: the first <see cref="WorkflowId"/>.</summary>
    public string CorrelationId { get; init; }

    /// <summary>The workflow that caused this one, if any.</summary>
    public string? CausationId { get; init; }

    /// <summary>The user's session, if any.</summary>
    public string? SessionId { get; init; }

    /// <summary>Who acts, if known.</summary>
    public string? AgentId { get; init; }

    /// <summary>What kind of agent acts; a metric label, so one of few values.</summary>
    public string? AgentType { get; init; }

    /// <summary>What the caller would like of the model, if anything.</summary>
    public ModelHints? ModelHints { get; init; }

    /// <summary>When the workflow must be done, if ever. Time limits and retries stay within it.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Further entries that travel to other processes. They are visible to every service: nothing secret.</summary>
    public IReadOnlyDictionary<string, string> Baggage { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Notes for the workflow's own use; they stay in the process and are not emitted.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>
    /// What steps tell later steps. Steps of a sequence share it; a branch of a parallel has a copy. Not for use from several threads.
    /// </summary>
    public IDictionary<string, object?> State { get; }

    /// <summary>What the model calls of this context and all made from it have used.</summary>
    public WorkflowUsage Usage { get; }

    /// <summary>A context for a workflow that this one starts: an id of its own, caused by and correlated with this one.</summary>
    /// <param name="workflowName">What is executed. Default: the same.</param>
    public WorkflowContext CreateChild(string? workflowName = null) =>
        new(this, Usage, new Dictionary<string, object?>(State, StringComparer.Ordinal))
        {
            WorkflowId = NewId(),
            WorkflowName = workflowName ?? WorkflowName,
            CausationId = WorkflowId,
        };

    /// <summary>The same execution with a copy of the state, as each branch of a parallel gets it. Usage stays shared.</summary>
    public WorkflowContext CreateBranch() => new(this, Usage, new Dictionary<string, object?>(State, StringComparer.Ordinal));

    /// <summary>The same execution and state, with a meter of its own whose readings reach <see cref="Usage"/> too.</summary>
    internal WorkflowContext WithOwnMeter() => new(this, new WorkflowUsage(Usage), State);

    internal static string NewId() => Guid.CreateVersion7().ToString("n");

    internal Activity? StartActivity(string name, ActivityKind kind) => _anchor.Start(name, kind, this);

    /// <summary>Writes the attributes that every span of this execution carries.</summary>
    internal void Describe(Activity activity)
    {
        activity.AddTag(Keys.Workflow.Id, WorkflowId);
        activity.AddTag(Keys.Correlation.Id, CorrelationId);
        AddIfAny(activity, Keys.Workflow.Name, WorkflowName);
        AddIfAny(activity, Keys.Agent.Id, AgentId);
        AddIfAny(activity, Keys.Agent.Type, AgentType);
        AddIfAny(activity, Keys.Session.Id, SessionId);
    }

    /// <summary>True once for a context that came from another process: its first primitive was called from there.</summary>
    internal bool TakeRemoteConnection() => _remoteConnection != 0 && Interlocked.Exchange(ref _remoteConnection, 0) != 0;

    private static void AddIfAny(Activity activity, string key, string? value)
    {
        if (value is not null)
        {
            activity.AddTag(key, value);
        }
    }
}
