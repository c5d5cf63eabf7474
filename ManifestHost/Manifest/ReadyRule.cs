namespace ManifestHost.Manifest;

/// <summary>When a resource counts as ready: a TCP connection to a binding, or a 2xx answer over HTTP.</summary>
/// <param name="Binding">The binding to ask.</param>
/// <param name="HttpPath">The path to GET; <see langword="null"/> for a plain connection.</param>
/// <param name="TimeoutSeconds">How long the start may take; <see langword="null"/> for the stack's own limit.</param>
/// <param name="At">Where it is declared.</param>
internal sealed record ReadyRule(string Binding, string? HttpPath, int? TimeoutSeconds, SourceLocation At);
