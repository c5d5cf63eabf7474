namespace Tta.Primitives;

/// <summary>A primitive took longer than it was allowed to, or its workflow's deadline had passed before it could start.</summary>
public sealed class WorkflowTimeoutException : TimeoutException
{
    /// <summary>Made by the library; public so that code that handles it can be tested.</summary>
    /// <param name="primitive">The name of the primitive that was cut off.</param>
    /// <param name="limit">The limit that was passed.</param>
    /// <param name="deadline">The workflow's deadline, when it was this that ended the execution.</param>
    /// <param name="inner">What the cut-off work threw, if anything.</param>
    public WorkflowTimeoutException(string primitive, TimeSpan limit, DateTimeOffset? deadline = null, Exception? inner = null)
        : this(primitive, limit, deadline, inner, started: true)
    {
    }

    internal WorkflowTimeoutException(string primitive, TimeSpan limit, DateTimeOffset? deadline, Exception? inner, bool started)
        : base(Describe(primitive, limit, deadline, started), inner)
    {
        Primitive = primitive;
        Limit = limit;
        Deadline = deadline;
    }

    /// <summary>The name of the time limit's primitive.</summary>
    public string Primitive { get; }

    /// <summary>
    /// The limit that was passed: the primitive's own or what the deadline had left of it; its own when it did not start.
    /// </summary>
    public TimeSpan Limit { get; }

    /// <summary>The workflow's deadline, when it was this that ended the execution or kept it from starting; else null.</summary>
    public DateTimeOffset? Deadline { get; }

    private static string Describe(string primitive, TimeSpan limit, DateTimeOffset? deadline, bool started)
    {
        FormattableString text = (started, deadline) switch
        {
            (false, _) => $"'{primitive}' did not start: the workflow's deadline, {deadline:O}, has passed.",
            (_, null) => $"'{primitive}' did not finish within {limit.TotalSeconds} s.",
            _ => $"'{primitive}' did not finish within the {limit.TotalSeconds} s that were left until the workflow's deadline, {deadline:O}.",
        };
        return FormattableString.Invariant(text);
    }
}
