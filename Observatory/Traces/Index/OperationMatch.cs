namespace Observatory.Traces.Index;

/// <summary>Whether the spans of an operation are what a search asks for.</summary>
internal enum OperationMatch : byte
{
    No,
    Yes,

    /// <summary>The operation's name is not interned: the span itself must be read.</summary>
    LookAtSpan,
}
