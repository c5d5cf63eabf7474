namespace Observatory.Traces.Query;

/// <summary>What to search for. A trace is found when one span of it is all that is asked for.</summary>
internal sealed record TraceQuery
{
    /// <summary>Traces of one search at most.</summary>
    public const int MaxLimit = 1500;

    /// <summary>Tags of one search at most.</summary>
    public const int MaxTags = 20;

    /// <summary>The span's service; null for any.</summary>
    public string? Service { get; init; }

    /// <summary>The span's name; null for any.</summary>
    public string? Operation { get; init; }

    /// <summary>Tags that the span, an event of it, its resource or its scope must have.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>What else must be true of the span.</summary>
    public IReadOnlyList<SpanCondition> Conditions { get; init; } = [];

    /// <summary>Whether only a span without a parent will do.</summary>
    public bool IsRoot { get; init; }

    /// <summary>The shortest duration, in nanoseconds.</summary>
    public ulong MinDurationNanos { get; init; }

    /// <summary>The longest duration, in nanoseconds.</summary>
    public ulong MaxDurationNanos { get; init; } = ulong.MaxValue;

    /// <summary>The earliest start, in nanoseconds since 1970.</summary>
    public ulong FromNanos { get; init; }

    /// <summary>The latest start, in nanoseconds since 1970.</summary>
    public ulong ToNanos { get; init; } = ulong.MaxValue;

    /// <summary>How many traces to find: the newest ones.</summary>
    public int Limit { get; init; } = 20;
}
