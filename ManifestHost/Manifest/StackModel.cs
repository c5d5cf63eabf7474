namespace ManifestHost.Manifest;

/// <summary>A manifest with its overlay laid over it: every resource as it is here.</summary>
internal sealed class StackModel
{
    private readonly OrderedDictionary<string, ResourceDefinition> _resources;

    private StackModel(string directory, OrderedDictionary<string, ResourceDefinition> resources)
    {
        Directory = directory;
        _resources = resources;
    }

    /// <summary>The manifest's folder; relative paths start here.</summary>
    public string Directory { get; }

    public IReadOnlyDictionary<string, ResourceDefinition> Resources => _resources;

    /// <summary>The resources that run here as processes, in the manifest's order.</summary>
    public IEnumerable<ResourceDefinition> Processes => _resources.Values.Where(resource => resource.IsProcess);

    /// <summary>The process that answers for a resource: itself, or the one that provides it. <see langword="null"/> if there is none.</summary>
    public ResourceDefinition? ProcessFor(ResourceDefinition resource) =>
        resource.IsProcess ? resource : resource.ProvidedBy is { } provider ? _resources[provider.Value] : null;

    /// <summary>The same model with one resource changed.</summary>
    public StackModel With(ResourceDefinition changed) =>
        new(Directory, new OrderedDictionary<string, ResourceDefinition>(_resources, StringComparer.Ordinal) { [changed.Name] = changed });

    /// <summary>Reads the files that options name, or that stand where convention has them.</summary>
    public static StackModel Load(LocalStackOptions options)
    {
        var manifest = Path.GetFullPath(options.ManifestPath);
        var conventional = Path.ChangeExtension(manifest, ".local.json");
        return Load(manifest, options.OverlayPath ?? (File.Exists(conventional) ? conventional : null));
    }

    /// <summary>Reads both files and lays one over the other.</summary>
    /// <param name="manifestPath">The manifest.</param>
    /// <param name="overlayPath">The overlay, if there is one.</param>
    /// <exception cref="ManifestException">Either file is malformed, or they do not fit together.</exception>
    public static StackModel Load(string manifestPath, string? overlayPath)
    {
        var manifest = ManifestParser.ParseFile(manifestPath);
        var resources = new OrderedDictionary<string, ResourceDefinition>(StringComparer.Ordinal);
        foreach (var (name, node) in manifest.Require("resources").Members)
        {
            RequireUsableName(name, node);
            resources.Add(name, ResourceReader.ReadManifestResource(name, node));
        }

        if (overlayPath is not null)
        {
            var overlay = ManifestParser.ParseFile(overlayPath);
            overlay.RejectUnknownMembers("resources", "$schema");
            foreach (var (name, node) in overlay.Require("resources").Members)
            {
                RequireUsableName(name, node);
                var entry = ResourceReader.ReadOverlayEntry(name, node);
                resources[name] = resources.TryGetValue(name, out var original)
                    ? OverlayMerge.Apply(original, entry)
                    : OverlayMerge.RequireNewResource(entry);
            }
        }

        foreach (var resource in resources.Values)
        {
            OverlayMerge.RequireRunnable(resource, resources);
        }

        return new StackModel(Path.GetDirectoryName(Path.GetFullPath(manifestPath))!, resources);
    }

    // The name becomes a file and a folder name, and the first part of expressions.
    private static void RequireUsableName(string name, ManifestNode node)
    {
        if (name.Length is 0 or > 100 || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw node.At.Error("a resource's name may have letters, digits, '-' and '_' only, starting with a letter or digit.");
        }
    }
}
