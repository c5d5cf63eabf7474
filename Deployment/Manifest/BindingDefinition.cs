namespace Tta.Deployment.Manifest;

/// <summary>A named network endpoint of a resource.</summary>
/// <param name="Scheme">URL scheme, e.g. <c>http</c>, <c>redis</c>.</param>
/// <param name="IsUdp">Whether it listens on UDP rather than TCP.</param>
/// <param name="Transport">What is spoken: <c>http</c>, <c>http2</c> or <c>tcp</c>.</param>
/// <param name="Port">The port the world sees, when the manifest fixes one.</param>
/// <param name="TargetPort">The port inside the container; none means that the deployment chooses it.</param>
/// <param name="IsExternal">Whether it is meant for the world rather than for the other resources.</param>
/// <param name="At">Where it is declared.</param>
internal sealed record BindingDefinition(
    string Scheme, bool IsUdp, string Transport, int? Port, int? TargetPort, bool IsExternal, SourceLocation At);
