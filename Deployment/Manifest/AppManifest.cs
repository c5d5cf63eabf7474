namespace Tta.Deployment.Manifest;

/// <summary>A manifest: the resources of a distributed application, in their order.</summary>
internal sealed class AppManifest
{
    private AppManifest(string path, IReadOnlyDictionary<string, ResourceDefinition> resources)
    {
        Path = path;
        Resources = resources;
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>The manifest's folder; relative paths start here.</summary>
    public string Directory => System.IO.Path.GetDirectoryName(Path)!;

    public IReadOnlyDictionary<string, ResourceDefinition> Resources { get; }

    /// <summary>The resources that become containers.</summary>
    public IEnumerable<ResourceDefinition> Workloads => Resources.Values.Where(resource => resource.IsWorkload);

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DeploymentException">It is missing, malformed, or holds what cannot be deployed.</exception>
    public static AppManifest Load(string path)
    {
        var root = ManifestParser.ParseFile(path);
        root.RejectUnknownMembers("$schema", "resources");
        var resources = new OrderedDictionary<string, ResourceDefinition>(StringComparer.Ordinal);
        foreach (var (name, node) in root.Require("resources").Members)
        {
            RequireUsableName(name, node);
            resources.Add(name, ResourceReader.Read(name, node));
        }

        return new AppManifest(System.IO.Path.GetFullPath(path), resources);
    }

    // The name becomes a file's name, a host's name, and the first part of expressions.
    private static void RequireUsableName(string name, ManifestNode node)
    {
        if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw node.At.Error(
                "a resource's name may have letters, digits, '-' and '_' only, starting with a letter or digit; rename it.");
        }
    }
}
