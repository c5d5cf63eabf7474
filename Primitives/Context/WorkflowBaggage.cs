using System.Diagnostics;
using System.Globalization;
using Keys = Tta.Primitives.TtaNames.Attributes;

namespace Tta.Primitives;

/// <summary>The context's form on the wire: baggage entries under the attribute names.</summary>
internal static class WorkflowBaggage
{
    /// <summary>Longer values come from no honest sender and are ignored.</summary>
    public const int MaxValueLength = 256;

    /// <summary>More entries than this are ignored.</summary>
    public const int MaxEntries = 64;

    /// <summary>Everything of the context that crosses a process boundary.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Entries(WorkflowContext context)
    {
        yield return new(Keys.Workflow.Id, context.WorkflowId);
        yield return new(Keys.Correlation.Id, context.CorrelationId);
        foreach ((string key, string? value) in ((string, string?)[])[
            (Keys.Workflow.Name, context.WorkflowName),
            (Keys.Causation.Id, context.CausationId),
            (Keys.Session.Id, context.SessionId),
            (Keys.Agent.Id, context.AgentId),
            (Keys.Agent.Type, context.AgentType),
            (Keys.Workflow.Deadline, context.Deadline?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture))])
        {
            if (value is not null)
            {
                yield return new(key, value);
            }
        }

        foreach (KeyValuePair<string, string> entry in context.Baggage)
        {
            yield return entry;
        }
    }

    /// <summary>Puts the context onto <paramref name="activity"/>, from where HttpClient sends it along.</summary>
    public static void Write(WorkflowContext context, Activity activity)
    {
        foreach (KeyValuePair<string, string> entry in Entries(context))
        {
            if (activity.GetBaggageItem(entry.Key) != entry.Value)
            {
                activity.AddBaggage(entry.Key, entry.Value);
            }
        }
    }

    /// <summary>Makes a context of what came over the wire.</summary>
    public static WorkflowContext Read(
        IEnumerable<KeyValuePair<string, string?>> baggage, ActivityContext trace, string? workflowName)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string?> entry in baggage)
        {
            if (entries.Count < MaxEntries && entry.Value is { Length: > 0 and <= MaxValueLength } value)
            {
                // The nearest span's entry comes first.
                entries.TryAdd(entry.Key, value);
            }
        }

        string? Take(string key) => entries.Remove(key, out string? value) ? value : null;

        string? sentName = Take(Keys.Workflow.Name);
        string workflowId = Take(Keys.Workflow.Id) ?? WorkflowContext.NewId();
        return new WorkflowContext(new TraceAnchor(trace), fromRemote: trace != default)
        {
            WorkflowId = workflowId,
            CorrelationId = Take(Keys.Correlation.Id) ?? workflowId,
            WorkflowName = workflowName ?? sentName,
            NameWasSent = workflowName is null,
            CausationId = Take(Keys.Causation.Id),
            SessionId = Take(Keys.Session.Id),
            AgentId = Take(Keys.Agent.Id),
            AgentType = Take(Keys.Agent.Type),
            Deadline = ReadDeadline(Take(Keys.Workflow.Deadline)),
            Baggage = entries,
        };
    }

    private static DateTimeOffset? ReadDeadline(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
