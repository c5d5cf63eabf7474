using System.ComponentModel;
using System.Diagnostics;

namespace Tta.Tests;

/// <summary>Programs of the machine's package manager. One that is not installed is a failure that names its package.</summary>
public static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private static readonly Dictionary<string, string> Packages = new()
    {
        ["promtool"] = "prometheus",
        ["amtool"] = "prometheus-alertmanager",
        ["node"] = "nodejs",
    };

    /// <summary>Runs a program to its end; gives its exit code with everything it wrote. At most ten minutes.</summary>
    public static (int ExitCode, string Output) Run(string program, params string[] arguments) =>
        RunAsync(new ProcessStartInfo(program, arguments)).GetAwaiter().GetResult();

    /// <summary>Runs a program with a text as its input.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(string program, string input, params string[] arguments) =>
        RunAsync(new ProcessStartInfo(program, arguments), input);

    /// <summary>
    /// Runs a program, in the repository's folder if it names no other; gives what it wrote: its output, then its errors.
    /// </summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start, string? input = null)
    {
        start.RedirectStandardInput = input is not null;
        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }

        try
        {
            await process.WaitForExitAsync().WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{start.FileName} {string.Join(' ', start.ArgumentList)} did not end within {Limit}.");
        }

        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Starts a program in the repository's folder, if it names no other; its output and errors are to be read.</summary>
    public static Process Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = start.WorkingDirectory is { Length: > 0 } folder ? folder : Repository.Root;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            var package = Packages.GetValueOrDefault(start.FileName, start.FileName);
            throw new InvalidOperationException(
                $"{start.FileName} is not installed ({e.Message}). Install the package {package}: apt-get install {package}", e);
        }
    }
}
