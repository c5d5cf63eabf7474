namespace Tta.Deployment.Manifest;

/// <summary>A text, possibly with expressions in it, and where it was written.</summary>
internal sealed record LocatedText(string Value, SourceLocation At);
