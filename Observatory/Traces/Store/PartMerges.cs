namespace Observatory.Traces.Store;

/// <summary>
/// Which parts are merged: with fewer of them whoever asks all of them asks less, and what the oldest takes with it stays small.
/// </summary>
internal static class PartMerges
{
    private const int Enough = 12;

    /// <summary>Parts that follow one another and are small enough together; none when there are not yet enough.</summary>
    public static List<SealedPart> Next(IReadOnlyList<SealedPart> parts, StoreLimits limits)
    {
        var run = new List<SealedPart>();
        var (spans, bytes) = (0L, 0L);
        foreach (var part in parts)
        {
            if (run.Count > 0 && (spans + part.Directory.Spans > limits.PartSpans || bytes + part.Length > limits.PartBytes
                || part.Directory.LastArrival - run[0].Directory.FirstArrival > limits.SegmentAge))
            {
                if (run.Count >= Enough)
                {
                    return run;
                }

                run.Clear();
                (spans, bytes) = (0, 0);
            }

            run.Add(part);
            spans += part.Directory.Spans;
            bytes += part.Length;
        }

        return run.Count >= Enough ? run : [];
    }
}
