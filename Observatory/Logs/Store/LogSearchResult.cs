namespace Observatory.Logs.Store;

/// <summary>What a search found.</summary>
/// <param name="Records">The records, newest first.</param>
/// <param name="More">Whether there are older ones that match but were over the limit.</param>
internal sealed record LogSearchResult(IReadOnlyList<byte[]> Records, bool More);
