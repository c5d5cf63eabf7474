using System.Text.RegularExpressions;
using Observatory.Otlp;
using Observatory.Traces.Model;

namespace Observatory.Traces.Query;

/// <summary>How long a span took.</summary>
internal sealed class SpanDurationCondition(Comparison comparison, ulong nanos) : SpanCondition
{
    /// <inheritdoc/>
    public override bool IsOfIndex => true;

    /// <inheritdoc/>
    public override bool IsOfEntry(in SpanEntry entry) => comparison.Holds(entry.DurationNanos.CompareTo(nanos));
}

/// <summary>Whether a span says that it failed.</summary>
internal sealed class SpanStatusCondition(Comparison comparison, SpanStatus status) : SpanCondition
{
    /// <inheritdoc/>
    public override bool IsOfIndex => true;

    /// <inheritdoc/>
    public override bool IsOfEntry(in SpanEntry entry) => comparison.Holds(((int)entry.Status).CompareTo((int)status));
}

/// <summary>A span's kind.</summary>
internal sealed class SpanKindCondition(Comparison comparison, SpanKind kind) : SpanCondition
{
    /// <inheritdoc/>
    public override bool IsOfIndex => true;

    /// <inheritdoc/>
    public override bool IsOfEntry(in SpanEntry entry) => comparison.Holds(((int)entry.Kind).CompareTo((int)kind));
}

/// <summary>A span's name, other than that it is just one: that the index knows.</summary>
internal sealed class SpanNameCondition(Comparison comparison, string text, Regex? pattern) : SpanCondition
{
    private const int MaxBytes = 4 * 1024;

    /// <inheritdoc/>
    public override bool IsInSpan(ReadOnlySpan<byte> span)
    {
        var utf8 = RepeatedField.Last(span, 5);
        var name = Encoding.UTF8.GetString(utf8[..Math.Min(MaxBytes, utf8.Length)]);
        return pattern is null
            ? comparison.Holds(string.CompareOrdinal(name, text))
            : pattern.IsMatch(name) == (comparison == Comparison.Matches);
    }
}
