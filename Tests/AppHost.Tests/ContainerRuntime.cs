using System.ComponentModel;
using System.Diagnostics;

namespace Tta.AppHost.Tests;

/// <summary>Whether this machine can start containers.</summary>
internal static class ContainerRuntime
{
    private static readonly string[] Programs = ["docker", "podman"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Why containers cannot be started; <see langword="null"/> when they can.</summary>
    public static string? Absence { get; } = Array.Exists(Programs, Answers)
        ? null
        : $"No container runtime answers on this machine (asked: {string.Join(", ", Programs)}), so the system cannot be started as containers.";

    private static bool Answers(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["info"]) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (process is null)
            {
                return false;
            }

            // What it says is not needed, but it must not block on a full pipe.
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(Patience))
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
