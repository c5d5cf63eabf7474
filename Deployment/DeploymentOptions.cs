namespace Tta.Deployment;

/// <summary>What a deployment is written from, and how.</summary>
internal sealed record DeploymentOptions
{
    /// <summary>The manifest.</summary>
    public string ManifestPath { get; init; } = "aspire-manifest.json";

    /// <summary>The settings file; <see langword="null"/> for <c>deployment.json</c> beside the manifest, if it is there.</summary>
    public string? SettingsPath { get; init; }

    /// <summary>The folder to write.</summary>
    public required string Output { get; init; }

    /// <summary>Registry and path of the projects' images, e.g. <c>ghcr.io/me</c>; empty for images of this machine.</summary>
    public string ImagePrefix { get; init; } = "";

    /// <summary>The tag of the projects' images.</summary>
    public string ImageTag { get; init; } = "latest";

    /// <summary>Replicas of every stateless resource; <see langword="null"/> leaves it to the settings.</summary>
    public int? Replicas { get; init; }

    /// <summary>Replicas of single resources.</summary>
    public IReadOnlyDictionary<string, int> ReplicasOf { get; init; } = new Dictionary<string, int>();

    /// <summary>Parameter → value.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The class of Kubernetes' claims; <see langword="null"/> for the cluster's default.</summary>
    public string? StorageClass { get; init; }

    /// <summary>Kubernetes' namespace; <see langword="null"/> leaves it to whoever applies the files.</summary>
    public string? Namespace { get; init; }

    /// <summary>Looks up an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}
