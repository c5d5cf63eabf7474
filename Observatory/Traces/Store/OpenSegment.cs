namespace Observatory.Traces.Store;

/// <summary>A segment whose spans are not in a sealed part yet, with their index in memory.</summary>
internal sealed class OpenSegment(Segment file)
{
    /// <summary>The file.</summary>
    public Segment File { get; } = file;

    /// <summary>What is in it.</summary>
    public SpanIndex Index { get; } = new();
}
