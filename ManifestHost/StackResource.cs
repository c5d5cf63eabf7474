namespace ManifestHost;

/// <summary>What is known about a resource at one moment.</summary>
/// <param name="Name">Its name in the manifest.</param>
/// <param name="State">What it is doing.</param>
/// <param name="ProcessId">Its process (the provider's, if another answers for it); <see langword="null"/> while none runs.</param>
/// <param name="Endpoints">Binding → URL.</param>
/// <param name="ProvidedBy">The resource that answers for it; <see langword="null"/> if it runs itself.</param>
/// <param name="Restarts">How often its process has been started again.</param>
/// <param name="Note">What a reader of the table should know, e.g. why it restarts; empty if nothing.</param>
public sealed record StackResource(
    string Name,
    ResourceState State,
    int? ProcessId,
    IReadOnlyDictionary<string, string> Endpoints,
    string? ProvidedBy,
    int Restarts,
    string Note);
