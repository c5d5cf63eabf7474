using System.Collections.Frozen;
using GenAi = Tta.Primitives.TtaNames.GenAi;
using Keys = Tta.Primitives.TtaNames.Attributes;

namespace Tta.Primitives;

/// <summary>What is the same in all of an execution. Its branches share it, which makes a branch cheap.</summary>
internal sealed class WorkflowIdentity(string workflowId)
{
    private KeyValuePair<string, object?>[]? _spanTags;
    private string? _workflowLabel;
    private string? _agentTypeLabel;
    private int _remoteConnection;

    public string WorkflowId { get; set; } = workflowId;

    public string? WorkflowName { get; set; }

    public string CorrelationId { get; set; } = workflowId;

    public string? CausationId { get; set; }

    public string? SessionId { get; set; }

    public string? AgentId { get; set; }

    public string? AgentType { get; set; }

    public ModelHints? ModelHints { get; set; }

    public DateTimeOffset? Deadline { get; set; }

    public Func<object, object>? CopyState { get; set; }

    public IReadOnlyDictionary<string, string> Baggage { get; set; } = FrozenDictionary<string, string>.Empty;

    public IReadOnlyDictionary<string, string> Tags { get; set; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Whether the agent type came over the wire.</summary>
    public bool AgentTypeWasSent { get; set; }

    /// <summary>The agent type as a metric label: one of a bounded number of values, whatever callers send.</summary>
    public string AgentTypeLabel => _agentTypeLabel ??= AgentTypeWasSent
        ? SentLabels.AgentTypes.Of(AgentType)
        : AgentType ?? TtaNames.Values.Unknown;

    /// <summary>The attributes of every span, made when the first one starts; by then nothing changes any more.</summary>
    public KeyValuePair<string, object?>[] SpanTags => _spanTags ??= MakeSpanTags();

    /// <summary>Whether the name came over the wire, from where anything may come.</summary>
    public bool NameWasSent { get; set; }

    /// <summary>The workflow's name as a metric label.</summary>
    public string WorkflowLabel => _workflowLabel ??= NameWasSent
        ? WorkflowNames.LabelOf(WorkflowName)
        : string.IsNullOrEmpty(WorkflowName) ? TtaNames.Values.Unknown : WorkflowName;

    /// <summary>Says that another process called: the first primitive will count that.</summary>
    public void ComesFromRemote() => _remoteConnection = 1;

    /// <summary>True once after <see cref="ComesFromRemote"/>.</summary>
    public bool TakeRemoteConnection() => _remoteConnection != 0 && Interlocked.Exchange(ref _remoteConnection, 0) != 0;

    public WorkflowIdentity Copy()
    {
        var copy = (WorkflowIdentity)MemberwiseClone();
        copy._spanTags = null;
        copy._workflowLabel = copy._agentTypeLabel = null;
        copy._remoteConnection = 0;
        return copy;
    }

    /// <summary>
    /// The attributes of the root: those of every span, and what tools that know only the conventions read. An agent has its name there, which
    /// tells few apart; here that is its kind.
    /// </summary>
    public KeyValuePair<string, object?>[] MakeRootTags()
    {
        var tags = new List<KeyValuePair<string, object?>>(SpanTags)
        {
            new(GenAi.Operation.Name, TtaNames.Values.InvokeWorkflowOperation),
        };
        AddKnown(tags, (GenAi.Workflow.Name, WorkflowName), (GenAi.Agent.Name, AgentType ?? AgentId), (GenAi.Agent.Id, AgentId));
        return [.. tags];
    }

    private KeyValuePair<string, object?>[] MakeSpanTags()
    {
        var tags = new List<KeyValuePair<string, object?>>(6)
        {
            new(Keys.Workflow.Id, WorkflowId),
            new(Keys.Correlation.Id, CorrelationId),
        };
        AddKnown(
            tags, (Keys.Workflow.Name, WorkflowName), (Keys.Agent.Id, AgentId), (Keys.Agent.Type, AgentType), (Keys.Session.Id, SessionId));
        return [.. tags];
    }

    private static void AddKnown(List<KeyValuePair<string, object?>> tags, params ReadOnlySpan<(string Key, string? Value)> attributes)
    {
        foreach ((string key, string? value) in attributes)
        {
            if (value is not null)
            {
                tags.Add(new(key, value));
            }
        }
    }
}
