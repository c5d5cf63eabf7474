namespace Observatory.Traces.Store;

/// <summary>Gets the spans that were stored, to make something of them. Registered as a singleton; called from many threads at once.</summary>
internal interface IStoredSpans
{
    /// <summary>Takes the spans of a request that say <see cref="StagedSpan.IsStored"/>. Both are only valid during the call.</summary>
    void Record(ReadOnlySpan<byte> request, StagedRequest staged);
}
