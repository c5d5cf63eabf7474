using System.Diagnostics;
using System.Text;

namespace Tta.Primitives;

/// <content>Crossing process boundaries: W3C trace context and baggage.</content>
public sealed partial class WorkflowContext
{
    private static readonly DistributedContextPropagator Propagator = DistributedContextPropagator.CreateW3CPropagator();

    /// <summary>
    /// The context of the workflow that the current activity belongs to: inside an ASP.NET Core request, that of the caller, since
    /// HttpClient and ASP.NET Core carry trace context and baggage by themselves. A new context when there is none.
    /// </summary>
    /// <param name="workflowName">What is executed here. Default: what the caller says.</param>
    public static WorkflowContext FromCurrentActivity(string? workflowName = null) =>
        Activity.Current is { } activity
            ? WorkflowBaggage.Read(activity.Baggage, activity.Context, workflowName)
            : new WorkflowContext(workflowName);

    /// <summary>The context in a message's headers (<c>traceparent</c>, <c>tracestate</c>, <c>baggage</c>); malformed ones are ignored.</summary>
    /// <param name="getHeader">Returns a header's value, or null.</param>
    /// <param name="workflowName">What is executed here. Default: what the sender says.</param>
    /// <exception cref="ArgumentNullException">No <paramref name="getHeader"/>.</exception>
    public static WorkflowContext Extract(Func<string, string?> getHeader, string? workflowName = null)
    {
        ArgumentNullException.ThrowIfNull(getHeader);
        DistributedContextPropagator.PropagatorGetterCallback getter =
            (object? _, string name, out string? value, out IEnumerable<string>? values) =>
            {
                value = getHeader(name);
                values = null;
            };
        Propagator.ExtractTraceIdAndState(null, getter, out string? parent, out string? state);
        IEnumerable<KeyValuePair<string, string?>> baggage = Propagator.ExtractBaggage(null, getter) ?? [];
        ActivityContext.TryParse(parent, state, isRemote: true, out ActivityContext trace);
        return WorkflowBaggage.Read(baggage, trace, workflowName);
    }

    /// <summary>Writes the context into a message's headers. For HTTP it is not needed: HttpClient does it by itself.</summary>
    /// <param name="setHeader">Takes a header's name and value.</param>
    /// <exception cref="ArgumentNullException">No <paramref name="setHeader"/>.</exception>
    public void Inject(Action<string, string> setHeader)
    {
        ArgumentNullException.ThrowIfNull(setHeader);
        ActivityContext trace = _anchor.Trace;
        if (Activity.Current is { } current && (trace == default || current.TraceId == trace.TraceId))
        {
            trace = current.Context;
        }

        if (trace != default)
        {
            setHeader("traceparent", $"00-{trace.TraceId}-{trace.SpanId}-{(int)(trace.TraceFlags & ActivityTraceFlags.Recorded):x2}");
            if (!string.IsNullOrEmpty(trace.TraceState))
            {
                setHeader("tracestate", trace.TraceState);
            }
        }

        var baggage = new StringBuilder();
        foreach ((string key, string value) in WorkflowBaggage.Entries(this))
        {
            baggage.Append(baggage.Length == 0 ? "" : ",").Append(key).Append('=').Append(Uri.EscapeDataString(value));
        }

        setHeader("baggage", baggage.ToString());
    }
}
