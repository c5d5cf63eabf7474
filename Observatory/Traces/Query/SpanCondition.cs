using Observatory.Traces.Model;
using Observatory.Traces.Store;

namespace Observatory.Traces.Query;

/// <summary>
/// Something that is asked of a span. It is true when the index says so, or the span's message, its resource or its scope: each is looked
/// at only when those before it did not say so.
/// </summary>
internal abstract class SpanCondition
{
    /// <summary>Whether the index alone says all about it, so that no span has to be read.</summary>
    public virtual bool IsOfIndex => false;

    /// <summary>Whether it is true of few spans as a rule, and a block without them is known without being read.</summary>
    public virtual bool IsSelective => false;

    /// <summary>Whether it may be true of a span of a block.</summary>
    public virtual bool MayBeIn(TagFilter tags) => true;

    /// <summary>Whether it follows from what is in the index.</summary>
    public virtual bool IsOfEntry(in SpanEntry entry) => false;

    /// <summary>Whether it follows from a span message.</summary>
    public virtual bool IsInSpan(ReadOnlySpan<byte> span) => false;

    /// <summary>Whether it follows from a resource message.</summary>
    public virtual bool IsInResource(ReadOnlySpan<byte> resource) => false;

    /// <summary>Whether it follows from a scope message.</summary>
    public virtual bool IsInScope(ReadOnlySpan<byte> scope) => false;

    /// <summary>Whether it is true of a span that was read.</summary>
    public bool IsTrueOf(StoredSpan span) =>
        IsOfEntry(span.Entry)
        || (!IsOfIndex
            && (IsInSpan(span.Message.Span) || IsInResource(span.Process.Resource.Span) || IsInScope(span.Process.Scope.Span)));
}
