using System.Text.RegularExpressions;
using Tta.Deployment.Manifest;

namespace Tta.Deployment.Workloads;

/// <summary>The images of projects: one for each program, however many resources run it.</summary>
internal sealed partial class ProjectImages
{
    private readonly string _manifestDirectory;
    private readonly string _registry;
    private readonly string _path;
    private readonly string _tag;
    private readonly OrderedDictionary<string, ProjectImage> _images = new(StringComparer.Ordinal);

    /// <summary>Checks prefix and tag.</summary>
    /// <exception cref="DeploymentException">One of them cannot be part of an image's name.</exception>
    public ProjectImages(string manifestDirectory, string prefix, string tag)
    {
        _manifestDirectory = manifestDirectory;
        var trimmed = prefix.TrimEnd('/');
        if (trimmed.Length > 0 && !Prefix().IsMatch(trimmed))
        {
            throw new DeploymentException($"--image-prefix {prefix}: expected lower-case words such as ghcr.io/me.");
        }

        if (!Tag().IsMatch(tag))
        {
            throw new DeploymentException($"--image-tag {tag}: expected letters, digits, '.', '-' and '_', at most 128.");
        }

        _tag = tag;
        var first = trimmed.Split('/')[0];
        var hasRegistry = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal)
            || first == "localhost";
        _registry = hasRegistry ? first : "";
        _path = (hasRegistry ? trimmed[first.Length..].TrimStart('/') : trimmed) is { Length: > 0 } path ? path + "/" : "";
    }

    /// <summary>The images asked for so far.</summary>
    public IReadOnlyList<ProjectImage> All => [.. _images.Values];

    /// <summary>The image of a project.</summary>
    /// <exception cref="DeploymentException">The project file is missing.</exception>
    public ProjectImage For(ResourceDefinition resource)
    {
        var project = Path.GetFullPath(Path.Combine(_manifestDirectory, resource.ProjectPath!.Value));
        if (!File.Exists(project))
        {
            throw resource.ProjectPath.At.Error($"there is no project {ManifestParser.DisplayName(project)}; mend the path.");
        }

        if (!_images.TryGetValue(project, out var image))
        {
            var name = WordBoundary().Replace(Path.GetFileNameWithoutExtension(project), "-").Replace('_', '-').ToLowerInvariant();
            image = new ProjectImage(ManifestParser.DisplayName(project), _registry, _path + name, _tag);
            if (_images.Values.Any(other => other.Repository == image.Repository))
            {
                throw resource.ProjectPath.At.Error(
                    $"its image would be {image.Repository}, which is another project's already; rename one of them.");
            }

            _images.Add(project, image);
        }

        return image;
    }

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordBoundary();

    [GeneratedRegex(@"^[a-z0-9]+([._-]+[a-z0-9]+)*(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$")]
    private static partial Regex Tag();
}
