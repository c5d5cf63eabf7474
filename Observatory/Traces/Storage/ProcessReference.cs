namespace Observatory.Traces.Storage;

/// <summary>Where a resource and its scope are in a segment's file: the scope follows the resource.</summary>
internal readonly record struct ProcessReference(uint Offset, int ResourceLength, int ScopeLength);
