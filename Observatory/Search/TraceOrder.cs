namespace Observatory.Search;

/// <summary>In which order traces are found. It is an order of all that match, not of those that are shown.</summary>
internal enum TraceOrder
{
    /// <summary>The newest matching span first.</summary>
    Newest,

    /// <summary>The longest first.</summary>
    Longest,

    /// <summary>The one with the most spans first.</summary>
    Spans,

    /// <summary>The one with the most errors first.</summary>
    Errors,
}
