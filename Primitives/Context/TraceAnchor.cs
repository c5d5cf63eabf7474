using System.Diagnostics;

namespace Tta.Primitives;

/// <summary>Remembers the trace of a workflow, so that its spans stay in one trace even where no ambient span leads there.</summary>
internal sealed class TraceAnchor
{
    private readonly Lock _gate = new();
    private ActivityContext _trace;
    private Activity? _root;
    private volatile Led? _led;
    private volatile bool _set;
    private volatile bool _ended;

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

    /// <summary>Whether several executions have spans here: a workflow and those that it starts.</summary>
    public bool IsShared { get; set; }

    /// <summary>The execution whose root is <paramref name="root"/> has ended.</summary>
    public void End(Activity root)
    {
        lock (_gate)
        {
            _ended |= root == _root;
        }
    }

    /// <summary>Begins afresh, if the execution that began here has ended. A trace that came from elsewhere stays.</summary>
    public void Renew()
    {
        if (!_ended)
        {
            return;
        }

        lock (_gate)
        {
            _trace = default;
            _set = false;
            _root = null;
            _ended = false;
        }
    }

    /// <summary>Starts a span in the workflow's trace; the first one becomes the anchor. Each leads to its execution.</summary>
    public Activity? Start(
        string name,
        ActivityKind kind,
        WorkflowContext context,
        IEnumerable<KeyValuePair<string, object?>> tags,
        long timestamp,
        bool isRoot)
    {
        if (_set)
        {
            Activity? current = Activity.Current;
            bool leads = current is not null && current.TraceId == _trace.TraceId;
            Activity? span = Start(name, kind, leads ? current : null, leads ? default : _trace, tags, timestamp);
            if (span is not null)
            {
                Lead(span, context.Identity, isRoot);
            }

            return span;
        }

        lock (_gate)
        {
            if (!_set)
            {
                Activity? first = Start(name, kind, Activity.Current, default, tags, timestamp);
                if (first is not null)
                {
                    // Begun inside another execution's primitive.
                    IsShared |= first.Parent?.Source == Instruments.Source;
                    Lead(first, context.Identity, isRoot);
                    _trace = first.Context;
                    _root = first;
                    _set = true;
                }

                return first;
            }
        }

        return Start(name, kind, context, tags, timestamp, isRoot);
    }

    /// <summary>
    /// Sees to it that a new span leads to its execution. Many have the same parent, such as the request: what it leads to is looked up in
    /// it once and not for each of them.
    /// </summary>
    private void Lead(Activity span, WorkflowIdentity identity, bool isRoot)
    {
        Activity? parent = span.Parent;
        if (_led is { } led && ReferenceEquals(led.Parent, parent) && ReferenceEquals(led.Identity, identity))
        {
            return;
        }

        if (CarriedIdentity.Lead(span, identity, !IsShared, isRoot) && parent is not null)
        {
            _led = new Led(parent, identity);
        }
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

    /// <summary>A parent that leads to an execution; an object, so that both are replaced at once.</summary>
    private sealed record Led(Activity Parent, WorkflowIdentity Identity);
}
