using Observatory.Traces.Model;

namespace Observatory.Traces.Store;

/// <summary>A checked request, ready to be stored. Reused from request to request; its memory is bounded by the largest request.</summary>
internal sealed class StagedRequest
{
    private const int KeptCapacity = 16 * 1024;

    /// <summary>The spans to store.</summary>
    public List<StagedSpan> Spans { get; } = [];

    /// <summary>Their resources and scopes.</summary>
    public List<StagedProcess> Processes { get; } = [];

    /// <summary>The hashes of all tags.</summary>
    public List<ulong> Hashes { get; } = [];

    /// <summary>Spans that can't be stored, ever.</summary>
    public long Rejected { get; private set; }

    /// <summary>Why the first of them can't.</summary>
    public string? RejectedWhy { get; private set; }

    /// <summary>Counts a span that can't be stored.</summary>
    public void Reject(string why)
    {
        Rejected++;
        RejectedWhy ??= why;
    }

    /// <summary>Makes it ready for another request.</summary>
    public void Clear()
    {
        Clear(Spans);
        Clear(Processes);
        Clear(Hashes);
        Rejected = 0;
        RejectedWhy = null;
    }

    private static void Clear<T>(List<T> list)
    {
        list.Clear();
        if (list.Capacity > KeptCapacity)
        {
            list.Capacity = 0;
        }
    }
}

/// <summary>A span of a request that was checked and is not stored yet; offsets are into the request.</summary>
internal struct StagedSpan
{
    public UInt128 TraceId;
    public ulong SpanId;
    public ulong ParentId;
    public ulong StartNanos;
    public ulong DurationNanos;
    public int Offset;
    public int Length;
    public int NameOffset;
    public int NameLength;

    /// <summary>The index of its <see cref="StagedProcess"/>.</summary>
    public int Process;

    /// <summary>Where its tags' hashes begin in the request's; they end where the next span's begin.</summary>
    public int FirstHash;
    public int HashCount;
    public SpanKind Kind;
    public SpanStatus Status;

    /// <summary>Whether the store took it: not if it was there before, or over a limit.</summary>
    public bool IsStored;

    /// <summary>What the index keeps of it.</summary>
    /// <param name="offset">Where it is stored.</param>
    /// <param name="operation">Its operation's id.</param>
    /// <param name="process">The number of its resource and scope there.</param>
    public readonly SpanEntry ToEntry(uint offset, int operation, int process) => new()
    {
        TraceId = TraceId,
        SpanId = SpanId,
        ParentId = ParentId,
        StartNanos = StartNanos,
        DurationNanos = DurationNanos,
        Offset = offset,
        Length = Length,
        Operation = operation,
        Process = process,
        Status = Status,
        Kind = Kind,
    };
}

/// <summary>A resource with a scope of a request; offsets are into the request.</summary>
internal struct StagedProcess
{
    public int ResourceOffset;
    public int ResourceLength;
    public int ScopeOffset;
    public int ScopeLength;

    /// <summary>The service's name; length 0 when the resource has none.</summary>
    public int ServiceOffset;
    public int ServiceLength;
    public int FirstHash;
    public int HashCount;

    /// <summary>Its number in the segment, when it comes from one.</summary>
    public int Number;

    /// <summary>Identifies the bytes of both.</summary>
    public UInt128 Key;
}
