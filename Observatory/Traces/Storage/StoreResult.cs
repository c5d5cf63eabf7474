namespace Observatory.Traces.Storage;

/// <summary>What became of a staged request.</summary>
/// <param name="Stored">Spans stored now.</param>
/// <param name="Duplicates">Spans that were stored before.</param>
/// <param name="Rejected">Spans that are never taken.</param>
/// <param name="Why">Why some were rejected, or all refused.</param>
/// <param name="RetryAfter">Set when nothing was stored, for now.</param>
internal readonly record struct StoreResult(int Stored, int Duplicates, int Rejected, string? Why, TimeSpan? RetryAfter = null);
