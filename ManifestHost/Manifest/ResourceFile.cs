namespace ManifestHost.Manifest;

/// <summary>A file in a resource's own directory: written from lines, or a link to a file or folder beside the manifest.</summary>
/// <param name="Path">Relative path inside the resource's directory.</param>
/// <param name="Lines">The lines to write; <see langword="null"/> when it is a link.</param>
/// <param name="Source">What the link points to, relative to the overlay.</param>
/// <param name="At">Where it is declared.</param>
internal sealed record ResourceFile(string Path, IReadOnlyList<LocatedText>? Lines, LocatedText? Source, SourceLocation At);
