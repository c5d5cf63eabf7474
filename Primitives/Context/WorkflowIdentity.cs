using System.Collections.Frozen;
using Keys = Tta.Primitives.TtaNames.Attributes;

namespace Tta.Primitives;

/// <summary>What is the same in all of an execution. Its branches share it, which makes a branch cheap.</summary>
internal sealed class WorkflowIdentity(string workflowId)
{
    private KeyValuePair<string, object?>[]? _spanTags;

    public string WorkflowId { get; set; } = workflowId;

    public string? WorkflowName { get; set; }

    public string CorrelationId { get; set; } = workflowId;

    public string? CausationId { get; set; }

    public string? SessionId { get; set; }

    public string? AgentId { get; set; }

    public string? AgentType { get; set; }

    public ModelHints? ModelHints { get; set; }

    public DateTimeOffset? Deadline { get; set; }

    public IReadOnlyDictionary<string, string> Baggage { get; set; } = FrozenDictionary<string, string>.Empty;

    public IReadOnlyDictionary<string, string> Tags { get; set; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The attributes of every span, made when the first one starts; by then nothing changes any more.</summary>
    public KeyValuePair<string, object?>[] SpanTags => _spanTags ??= MakeSpanTags();

    public WorkflowIdentity Copy()
    {
        var copy = (WorkflowIdentity)MemberwiseClone();
        copy._spanTags = null;
        return copy;
    }

    private KeyValuePair<string, object?>[] MakeSpanTags()
    {
        var tags = new List<KeyValuePair<string, object?>>(6)
        {
            new(Keys.Workflow.Id, WorkflowId),
            new(Keys.Correlation.Id, CorrelationId),
        };
        foreach ((string key, string? value) in ((string, string?)[])[
            (Keys.Workflow.Name, WorkflowName), (Keys.Agent.Id, AgentId), (Keys.Agent.Type, AgentType), (Keys.Session.Id, SessionId)])
        {
            if (value is not null)
            {
                tags.Add(new(key, value));
            }
        }

        return [.. tags];
    }
}
