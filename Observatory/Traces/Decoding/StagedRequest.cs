namespace Observatory.Traces.Decoding;

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
