using System.Diagnostics;

namespace Tta.Primitives;

/// <content>Crossing process boundaries: W3C trace context and baggage.</content>
public sealed partial class WorkflowContext
{
    private static readonly DistributedContextPropagator Propagator = DistributedContextPropagator.CreateW3CPropagator();

    /// <summary>
    /// The context of the workflow that the current activity belongs to: inside a primitive that primitive's, inside an ASP.NET Core
    /// request the caller's, since ASP.NET Core reads trace context and baggage by itself. A new context when there is none.
    /// </summary>
    /// <param name="workflowName">What is executed here. Default: what the caller says.</param>
    /// <remarks>
    /// The workflow's entries are taken out of the request's baggage, so that HttpClient does not pass them on to every host; give a client
    /// whose host may have them a <see cref="WorkflowPropagationHandler"/>.
    /// </remarks>
    public static WorkflowContext FromCurrentActivity(string? workflowName = null) => Activity.Current switch
    {
        null => new WorkflowContext(workflowName),
        { } activity when CarriedIdentity.Find(activity) is { } identity => new WorkflowContext(identity, activity, workflowName),
        { } activity => WorkflowBaggage.Take(activity, workflowName),
    };

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

    /// <summary>
    /// Writes the context into a message's headers: all of it, so only for receivers that may have it. For HTTP there is
    /// <see cref="WorkflowPropagationHandler"/>.
    /// </summary>
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

        setHeader("baggage", WorkflowBaggage.Header(_identity));
    }
}
