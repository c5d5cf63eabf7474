using Tta.Deployment.Manifest;

namespace Tta.Deployment.Settings;

/// <summary>The settings file: what a manifest cannot say, for all resources of a type and for single ones.</summary>
internal sealed class DeploymentSettings
{
    /// <summary>The file's name beside the manifest, where it is found without being named.</summary>
    public const string FileName = "deployment.json";

    private readonly IReadOnlyDictionary<string, ResourceSettings> _types;
    private readonly IReadOnlyDictionary<string, ResourceSettings> _resources;

    private DeploymentSettings(
        string? name, IReadOnlyDictionary<string, ResourceSettings> types, IReadOnlyDictionary<string, ResourceSettings> resources)
    {
        Name = name;
        _types = types;
        _resources = resources;
    }

    /// <summary>The application's name.</summary>
    public string? Name { get; }

    /// <summary>What holds for a resource: its own settings, then its type's.</summary>
    public ResourceSettings For(ResourceDefinition resource) =>
        _resources.GetValueOrDefault(resource.Name, ResourceSettings.None)
            .Or(_types.GetValueOrDefault(resource.Type, ResourceSettings.None));

    /// <summary>Reads the settings for a manifest.</summary>
    /// <param name="path">The file; <see langword="null"/> for <c>deployment.json</c> beside the manifest, if it is there.</param>
    /// <param name="manifest">The manifest.</param>
    /// <exception cref="DeploymentException">The file is missing or malformed, or names what the manifest does not have.</exception>
    public static DeploymentSettings Load(string? path, AppManifest manifest)
    {
        var conventional = Path.Combine(manifest.Directory, FileName);
        if (path is null && !File.Exists(conventional))
        {
            return new DeploymentSettings(null, new Dictionary<string, ResourceSettings>(), new Dictionary<string, ResourceSettings>());
        }

        var root = ManifestParser.ParseFile(path ?? conventional);
        root.RejectUnknownMembers("$schema", "name", "types", "resources");
        var types = new Dictionary<string, ResourceSettings>(StringComparer.Ordinal);
        foreach (var (type, node) in root.Find("types")?.Members ?? new Dictionary<string, ManifestNode>())
        {
            types.Add(type, type is "container.v0" or "container.v1" or "project.v0" or "project.v1"
                ? ResourceSettingsReader.Read(node)
                : throw node.At.Error($"'{type}' becomes no container; expected container.v0, container.v1, project.v0 or project.v1."));
        }

        var resources = new Dictionary<string, ResourceSettings>(StringComparer.Ordinal);
        foreach (var (name, node) in root.Find("resources")?.Members ?? new Dictionary<string, ManifestNode>())
        {
            resources.Add(name, ReadResource(name, node, manifest));
        }

        return new DeploymentSettings(root.Find("name")?.AsString(), types, resources);
    }

    private static ResourceSettings ReadResource(string name, ManifestNode node, AppManifest manifest)
    {
        if (!manifest.Resources.TryGetValue(name, out var resource) || !resource.IsWorkload)
        {
            throw node.At.Error($"the manifest has no such container or project; it has {List(manifest.Workloads.Select(r => r.Name))}.");
        }

        var settings = ResourceSettingsReader.Read(node);
        foreach (var binding in settings.Publish?.Keys ?? [])
        {
            if (!resource.Bindings.ContainsKey(binding))
            {
                throw node.At.Error($"publishes the unknown binding '{binding}'; it has {List(resource.Bindings.Keys)}.");
            }
        }

        return settings;
    }

    private static string List(IEnumerable<string> names)
    {
        var text = string.Join(", ", names);
        return text.Length == 0 ? "none" : text;
    }
}
