using System.Diagnostics;

namespace Tta.Primitives;

/// <summary>Remembers the trace of a workflow, so that its spans stay in one trace even where no ambient span leads there.</summary>
internal sealed class TraceAnchor
{
    private readonly Lock _gate = new();
    private ActivityContext _trace;
    private volatile bool _set;

    public TraceAnchor()
    {
    }

    public TraceAnchor(ActivityContext trace)
    {
        _trace = trace;
        _set = trace != default;
    }

    /// <summary>The span that later parentless spans become children of; default when there is none yet.</summary>
    public ActivityContext Trace => _set ? _trace : default;

    /// <summary>Starts a span in the workflow's trace; the first one becomes the anchor and carries the context as baggage.</summary>
    public Activity? Start(
        string name, ActivityKind kind, WorkflowContext context, IEnumerable<KeyValuePair<string, object?>> tags, long timestamp)
    {
        if (_set)
        {
            Activity? current = Activity.Current;
            bool leads = current is not null && current.TraceId == _trace.TraceId;
            return Start(name, kind, leads ? current : null, leads ? default : _trace, tags, timestamp);
        }

        lock (_gate)
        {
            if (!_set)
            {
                Activity? first = Start(name, kind, Activity.Current, default, tags, timestamp);
                if (first is not null)
                {
                    WorkflowBaggage.Write(context, first);
                    _trace = first.Context;
                    _set = true;
                }

                return first;
            }
        }

        return Start(name, kind, context, tags, timestamp);
    }

    private static Activity? Start(
        string name,
        ActivityKind kind,
        Activity? parent,
        ActivityContext trace,
        IEnumerable<KeyValuePair<string, object?>> tags,
        long timestamp)
    {
        DateTimeOffset start = SpanClock.System.At(timestamp);
        if (parent is not null && start.UtcDateTime < parent.StartTimeUtc)
        {
            // The clock was set back meanwhile; a child never starts before its parent.
            start = parent.StartTimeUtc;
        }

        return Instruments.Source.StartActivity(name, kind, trace, tags, links: null, start);
    }
}
