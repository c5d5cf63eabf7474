namespace Observatory.Traces.Decoding;

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
