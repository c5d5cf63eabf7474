using System.Diagnostics;
using Keys = Tta.Primitives.TtaNames.Attributes;

namespace Tta.Primitives;

/// <summary>
/// One span from start to end, with the attributes every span carries. Costs nothing but a few stack words when nobody listens.
/// </summary>
internal readonly struct Span
{
    private readonly ExecutionContext? _before;
    private readonly long _started;

    private Span(Activity? activity, ExecutionContext? before, long started)
    {
        Activity = activity;
        _before = before;
        _started = started;
    }

    /// <summary>What the children of the primitive around it had taken when this began, seconds.</summary>
    public double OuterSeconds { get; init; }

    /// <summary>The running activity, if the span is sampled.</summary>
    public Activity? Activity { get; }

    /// <summary>Starts a span for <paramref name="primitive"/>'s <paramref name="action"/>, with up to two attributes of its own.</summary>
    public static Span Start(
        string name,
        WorkflowPrimitive primitive,
        string action,
        WorkflowContext context,
        ActivityKind kind = ActivityKind.Internal,
        KeyValuePair<string, object?> first = default,
        KeyValuePair<string, object?> second = default)
    {
        long started = Stopwatch.GetTimestamp();
        if (!Instruments.Source.HasListeners())
        {
            return new Span(null, null, started);
        }

        ExecutionContext? before = ExecutionContext.Capture();
        StartTags tags = StartTags.Rent(primitive, action, context, first, second);
        Activity? activity = context.StartActivity(name, kind, tags, started);
        tags.Return();
        return new Span(activity, before, started);
    }

    /// <summary>No span, but a time that begins now.</summary>
    public static Span None() => new(null, null, Stopwatch.GetTimestamp());

    /// <summary>Writes an exception that nothing fails of onto the library's span that is current, if there is one.</summary>
    public static void Note(Exception exception)
    {
        if (Activity.Current is { IsAllDataRequested: true } activity && activity.Source == Instruments.Source)
        {
            SensitiveData.AddEvent(activity, exception);
        }
    }

    /// <summary>Adds an attribute that the span does not have yet.</summary>
    public void Tag(string key, object? value)
    {
        if (value is not null && Activity is { IsAllDataRequested: true } activity)
        {
            activity.AddTag(key, value);
        }
    }

    /// <summary>Seconds since the start.</summary>
    public double Elapsed => Stopwatch.GetElapsedTime(_started).TotalSeconds;

    /// <summary>Ends a span whose work returned.</summary>
    public void Succeed() => End(TtaNames.Values.Status.Success, Elapsed);

    /// <summary>Ends a span that <paramref name="exception"/> leaves.</summary>
    public void Fail(Exception exception, CancellationToken cancellationToken)
    {
        string status = Outcome.Of(exception, cancellationToken);
        Record(exception, status);
        End(status, Elapsed);
    }

    /// <summary>
    /// Writes the exception onto the span. A cancellation is no error; what a callee turned it into is told without making it one.
    /// </summary>
    public void Record(Exception exception, string status, string? errorType = null)
    {
        if (Activity is not { } activity || (status == TtaNames.Values.Status.Cancelled && exception is OperationCanceledException))
        {
            return;
        }

        if (status == TtaNames.Values.Status.Failed)
        {
            SensitiveData.SetStatus(activity, exception, errorType ?? Outcome.TypeOf(exception));
        }

        SensitiveData.AddEvent(activity, exception);
    }

    /// <summary>Writes status and duration and stops the activity.</summary>
    public void End(string status, double seconds)
    {
        if (Activity is not { } activity)
        {
            return;
        }

        if (activity.IsAllDataRequested)
        {
            activity.AddTag(Keys.Execution.Status, status);
            activity.AddTag(Keys.Execution.DurationMs, Boxed.Milliseconds(seconds));
        }

        Leave();

        // One clock for attribute, histogram and span; it also spares Stop from reading the time again.
        activity.SetEndTime(activity.StartTimeUtc.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)));
        activity.Stop();
    }

    /// <summary>Makes the parent current again, as for a caller that goes on while the span's work is still under way.</summary>
    public void Leave()
    {
        if (Activity is null)
        {
            return;
        }

        if (_before is not null)
        {
            // Going back to the captured execution context spares Stop from building a new one to hold the parent.
            ExecutionContext.Restore(_before);
        }
        else
        {
            Activity.Current = Activity.Parent;
        }
    }
}
