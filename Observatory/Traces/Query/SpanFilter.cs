using Observatory.Otlp;

namespace Observatory.Traces.Query;

/// <summary>What is asked of one span of a trace.</summary>
internal sealed record SpanFilter
{
    /// <summary>Every span.</summary>
    public static readonly SpanFilter Any = new();

    /// <summary>The <see cref="Selectivity"/> from which on blocks without such a span are passed over unread.</summary>
    public const int Few = 4;

    /// <summary>Whether only a span without a parent will do.</summary>
    public bool IsRoot { get; init; }

    /// <summary>The span's service; null for any.</summary>
    public string? Service { get; init; }

    /// <summary>The span's name; null for any.</summary>
    public string? Operation { get; init; }

    /// <summary>The service of the span above it; null for any. No search of the store asks it: traces that were read are asked.</summary>
    public string? Caller { get; init; }

    /// <summary>What else must be true of it.</summary>
    public IReadOnlyList<SpanCondition> Conditions { get; init; } = [];

    /// <summary>How few spans it leaves, as far as can be said without looking: the larger, the fewer.</summary>
    public int Selectivity =>
        (Conditions.Any(c => c.IsSelective) ? Few : 0) + (Operation is not null ? 2 : 0) + (Service is not null || IsRoot ? 1 : 0);

    /// <summary>A search for traces with such a span.</summary>
    /// <param name="range">The time range and the limit.</param>
    public TraceQuery ToQuery(TraceQuery range) =>
        range with { Service = Service, Operation = Operation, IsRoot = IsRoot, Conditions = Conditions };

    /// <summary>Whether a trace has such a span.</summary>
    public bool IsTrueOf(StoredTrace trace) => trace.Spans.Any(s => IsTrueOf(s) && IsCalledRight(s, trace));

    private bool IsTrueOf(StoredSpan span) =>
        (!IsRoot || span.Entry.ParentId == 0)
        && (Service is null || span.Process.ServiceName == Service)
        && (Operation is null || Encoding.UTF8.GetString(RepeatedField.Last(span.Message.Span, 5)) == Operation)
        && Conditions.All(c => c.IsTrueOf(span));

    private bool IsCalledRight(StoredSpan span, StoredTrace trace) =>
        Caller is null
        || (span.Entry.ParentId != 0 && trace.Spans.Any(s => s.Entry.SpanId == span.Entry.ParentId && s.Process.ServiceName == Caller));
}
