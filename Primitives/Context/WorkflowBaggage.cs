using System.Diagnostics;
using System.Globalization;
using System.Text;
using Keys = Tta.Primitives.TtaNames.Attributes;

namespace Tta.Primitives;

/// <summary>The context's form on the wire: baggage entries under the attribute names.</summary>
internal static class WorkflowBaggage
{
    /// <summary>Longer values come from no honest sender and are ignored.</summary>
    public const int MaxValueLength = 256;

    /// <summary>More entries than this are ignored.</summary>
    public const int MaxEntries = 64;

    private static readonly string[] OwnKeys =
    [
        Keys.Workflow.Id, Keys.Correlation.Id, Keys.Workflow.Name, Keys.Causation.Id,
        Keys.Session.Id, Keys.Agent.Id, Keys.Agent.Type, Keys.Workflow.Deadline,
    ];

    /// <summary>Everything of an execution that crosses a process boundary, as the value of a header.</summary>
    /// <param name="identity">The execution.</param>
    /// <param name="further">Other entries to send along, where they say nothing else about the same.</param>
    public static string Header(WorkflowIdentity identity, IEnumerable<KeyValuePair<string, string?>>? further = null)
    {
        var header = new StringBuilder();
        var sent = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string key, string value) in Entries(identity))
        {
            Append(key, value);
        }

        foreach ((string key, string? value) in further ?? [])
        {
            if (value is not null && sent.Count < MaxEntries && !OwnKeys.Contains(key))
            {
                Append(key, value);
            }
        }

        return header.ToString();

        void Append(string key, string value)
        {
            if (sent.Add(key))
            {
                header.Append(header.Length == 0 ? "" : ",").Append(key).Append('=').Append(Uri.EscapeDataString(value));
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Entries(WorkflowIdentity identity)
    {
        string? deadline = identity.Deadline?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        string?[] values =
        [
            identity.WorkflowId, identity.CorrelationId, identity.WorkflowName, identity.CausationId,
            identity.SessionId, identity.AgentId, identity.AgentType, deadline,
        ];
        for (int i = 0; i < OwnKeys.Length; i++)
        {
            if (values[i] is { } value)
            {
                yield return new(OwnKeys[i], value);
            }
        }

        foreach (KeyValuePair<string, string> entry in identity.Baggage)
        {
            yield return entry;
        }
    }

    /// <summary>
    /// Takes what an activity and those around it brought from the wire into a context. It is the context's from then on: HttpClient would
    /// send baggage to every host.
    /// </summary>
    public static WorkflowContext Take(Activity activity, string? workflowName)
    {
        WorkflowContext context = Read(activity.Baggage, activity.Context, workflowName);
        for (Activity? one = activity; one is not null; one = one.Parent)
        {
            foreach (string key in OwnKeys)
            {
                one.SetBaggage(key, null);
            }
        }

        CarriedIdentity.Put(activity, context.Identity);
        return context;
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
            AgentTypeWasSent = true,
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
