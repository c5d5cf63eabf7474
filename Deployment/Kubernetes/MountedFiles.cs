using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using k8s.Models;
using Tta.Deployment.Manifest;
using Tta.Deployment.Workloads;

namespace Tta.Deployment.Kubernetes;

/// <summary>
/// A bind mount as a ConfigMap, which has no folders: a file's path stands in its key, and the volume puts it back in its folder.
/// </summary>
internal sealed class MountedFiles
{
    // The API server's limit for a ConfigMap's data: 1 MiB.
    private const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SortedDictionary<string, (string Path, byte[] Content)> _files = new(StringComparer.Ordinal);

    /// <summary>Reads what is mounted.</summary>
    /// <exception cref="DeploymentException">It is larger than a ConfigMap can be, or cannot be read.</exception>
    public MountedFiles(WorkloadMount mount)
    {
        IsFolder = Directory.Exists(mount.Source);
        foreach (var file in IsFolder ? Directory.EnumerateFiles(mount.Source, "*", SearchOption.AllDirectories) : [mount.Source])
        {
            var path = IsFolder ? Path.GetRelativePath(mount.Source, file).Replace('\\', '/') : Path.GetFileName(file);
            Add(path, Read(file, mount), mount);
        }

        // Keys count, too.
        var bytes = _files.Sum(file => file.Key.Length + file.Value.Content.Length);
        if (bytes > MaxBytes)
        {
            throw mount.Definition.At.Error(string.Create(
                CultureInfo.InvariantCulture,
                $"'{mount.Definition.Source}' holds {bytes:N0} bytes, and a ConfigMap at most {MaxBytes:N0}; ")
                + "mount a part of it, or make an image that has it.");
        }
    }

    /// <summary>Whether a folder is mounted rather than a file.</summary>
    public bool IsFolder { get; }

    /// <summary>Key → path below the mount.</summary>
    public IEnumerable<(string Key, string Path)> Items => _files.Select(file => (file.Key, file.Value.Path));

    /// <summary>What changes when any file changes.</summary>
    public void AppendTo(IncrementalHash hash)
    {
        foreach (var (key, (_, content)) in _files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(key));
            hash.AppendData(SHA256.HashData(content));
        }
    }

    /// <summary>The ConfigMap.</summary>
    public V1ConfigMap ToConfigMap(V1ObjectMeta metadata)
    {
        var text = new Dictionary<string, string>(StringComparer.Ordinal);
        var binary = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (key, (_, content)) in _files)
        {
            try
            {
                text.Add(key, StrictUtf8.GetString(content));
            }
            catch (DecoderFallbackException)
            {
                binary.Add(key, content);
            }
        }

        return new V1ConfigMap
        {
            ApiVersion = "v1",
            Kind = "ConfigMap",
            Metadata = metadata,
            Data = text.Count > 0 ? text : null,
            BinaryData = binary.Count > 0 ? binary : null,
        };
    }

    private static byte[] Read(string file, WorkloadMount mount)
    {
        try
        {
            return new FileInfo(file).Length <= MaxBytes
                ? File.ReadAllBytes(file)
                : throw mount.Definition.At.Error(
                    $"{ManifestParser.DisplayName(file)} is larger than a ConfigMap can be ({MaxBytes} bytes); "
                    + "mount a part of the folder, or make an image that has it.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw mount.Definition.At.Error($"{ManifestParser.DisplayName(file)} cannot be read: {error.Message}");
        }
    }

    private void Add(string path, byte[] content, WorkloadMount mount)
    {
        var key = string.Concat(path.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : c == '/' ? '.' : '_'));
        if (!_files.TryAdd(key, (path, content)))
        {
            throw mount.Definition.At.Error(
                $"'{path}' and '{_files[key].Path}' in '{mount.Definition.Source}' would both be the key '{key}' of a "
                + "ConfigMap; rename one of them.");
        }
    }
}
