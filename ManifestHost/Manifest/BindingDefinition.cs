namespace ManifestHost.Manifest;

/// <summary>A named network endpoint of a resource.</summary>
/// <param name="Scheme">URL scheme, e.g. <c>http</c>, <c>redis</c>.</param>
/// <param name="IsUdp">Whether it listens on UDP rather than TCP.</param>
/// <param name="Port">The port the world sees, when the manifest fixes one.</param>
/// <param name="TargetPort">The port the resource listens on by convention; none means any free one.</param>
/// <param name="At">Where it is declared.</param>
internal sealed record BindingDefinition(string Scheme, bool IsUdp, int? Port, int? TargetPort, SourceLocation At)
{
    /// <summary>The port people expect it on. A plain process has one port, so an explicit outer port wins.</summary>
    public int? WellKnownPort => Port ?? TargetPort;
}
