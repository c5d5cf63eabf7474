using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace Tta.AppHost;

/// <summary>What the machine's container engine can do, asked of the engine itself.</summary>
internal static class ContainerEngine
{
    // A person waits for the answer; an engine or a registry that takes longer is none.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4.5);

    // The names under which Aspire itself lets the engine be chosen.
    private static readonly string[] Settings = ["ASPIRE_CONTAINER_RUNTIME", "DOTNET_ASPIRE_CONTAINER_RUNTIME", "DcpPublisher:ContainerRuntime"];

    /// <summary>
    /// Why containers of these images cannot be run here; <see langword="null"/> when they can. An engine that answers is not enough:
    /// without an image, and without a registry to pull it from, everything that waits for the container would wait for ever.
    /// </summary>
    /// <param name="configuration">May name the engine.</param>
    /// <param name="images">The images, with registry and tag.</param>
    public static string? WhyNot(IConfiguration configuration, IReadOnlyCollection<string> images)
    {
        string[] engines = Settings.Select(setting => configuration[setting]).FirstOrDefault(name => !string.IsNullOrEmpty(name)) is { } chosen
            ? [chosen]
            : ["docker", "podman"];
        var since = Stopwatch.GetTimestamp();
        if (engines.FirstOrDefault(engine => Run(engine, Left(), "version")) is not { } engine)
        {
            return $"no container engine answers (asked: {string.Join(", ", engines)})";
        }

        var missing = images.Where(image => !Run(engine, Left(), "image", "inspect", image)).ToList();

        // One image for each registry tells whether its registry can be reached.
        foreach (var image in missing.DistinctBy(RegistryOf))
        {
            if (!Run(engine, Left(), "manifest", "inspect", image))
            {
                return $"{engine} has no image {image}, and cannot pull it";
            }
        }

        return null;

        TimeSpan Left() => Patience - Stopwatch.GetElapsedTime(since);
    }

    private static string RegistryOf(string image) => image[..Math.Max(0, image.IndexOf('/', StringComparison.Ordinal))];

    private static bool Run(string engine, TimeSpan patience, params ReadOnlySpan<string> arguments)
    {
        if (patience <= TimeSpan.Zero)
        {
            return false;
        }

        try
        {
            var start = new ProcessStartInfo(engine) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;

            // What it says is not needed, but it must not block on a full pipe.
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(patience))
            {
                return process.ExitCode == 0;
            }

            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (Win32Exception)
        {
            // Not installed.
            return false;
        }
    }
}
