using System.ComponentModel;
using System.Diagnostics;

namespace Tta.Rules.Tests;

/// <summary>Runs promtool and amtool. A tool that is not installed is a failure that names its package.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static (int ExitCode, string Output) Promtool(params string[] arguments) => Run("promtool", "prometheus", arguments);

    public static (int ExitCode, string Output) Amtool(params string[] arguments) => Run("amtool", "prometheus-alertmanager", arguments);

    private static (int ExitCode, string Output) Run(string command, string package, string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{command} is not installed ({e.Message}). Install the package {package}: apt-get install {package}", e);
        }

        using (process)
        {
            var output = process!.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"{command} {string.Join(' ', arguments)} did not end within {Limit}.");
            }

            return (process.ExitCode, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
        }
    }
}
