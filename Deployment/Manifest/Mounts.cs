namespace Tta.Deployment.Manifest;

/// <summary>A file or folder of this machine that a container sees.</summary>
/// <param name="Source">Where it is, relative to the manifest.</param>
/// <param name="Target">Where the container sees it.</param>
/// <param name="IsReadOnly">Whether the container may not write to it.</param>
/// <param name="At">Where it is declared.</param>
internal sealed record BindMountDefinition(string Source, string Target, bool IsReadOnly, SourceLocation At);

/// <summary>Storage that outlives the container.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Target">Where the container sees it.</param>
/// <param name="IsReadOnly">Whether the container may not write to it.</param>
/// <param name="At">Where it is declared.</param>
internal sealed record VolumeDefinition(string Name, string Target, bool IsReadOnly, SourceLocation At);
