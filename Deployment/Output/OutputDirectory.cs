using System.Text;
using Tta.Deployment.Manifest;

namespace Tta.Deployment.Output;

/// <summary>The folder that a deployment is written to. What others put there stays.</summary>
internal static class OutputDirectory
{
    private const string Unfinished = ".unfinished";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Writes all files beside the old ones first, then lets them take their places: a failure leaves the old ones as they were.
    /// </summary>
    /// <exception cref="DeploymentException">The folder cannot be written to.</exception>
    public static void Write(string directory, IReadOnlyList<OutputFile> files)
    {
        try
        {
            Directory.CreateDirectory(directory);
            foreach (var file in files)
            {
                WriteUnfinished(Path.Combine(directory, file.Name + Unfinished), file);
            }

            foreach (var file in files)
            {
                var path = Path.Combine(directory, file.Name);
                File.Move(path + Unfinished, path, overwrite: true);
            }

            RemoveStale(directory, files);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            foreach (var file in files)
            {
                TryDelete(Path.Combine(directory, file.Name + Unfinished));
            }

            throw new DeploymentException(
                $"{ManifestParser.DisplayName(directory)}: cannot be written to: {error.Message} Name another folder with --output.",
                error);
        }
    }

    private static void WriteUnfinished(string path, OutputFile file)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (file.IsPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var stream = new FileStream(path, options);
        stream.Write(file.Content);
    }

    // Of a resource that the manifest no longer has.
    private static void RemoveStale(string directory, IReadOnlyList<OutputFile> files)
    {
        var header = Encoding.UTF8.GetBytes(OutputFile.Header);
        foreach (var path in Directory.EnumerateFiles(directory, "*.yaml"))
        {
            if (files.All(file => file.Name != Path.GetFileName(path)) && StartsWith(path, header))
            {
                File.Delete(path);
            }
        }
    }

    private static bool StartsWith(string path, byte[] header)
    {
        using var stream = File.OpenRead(path);
        var start = new byte[header.Length];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan().SequenceEqual(header);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The failure that led here says more.
        }
    }
}
