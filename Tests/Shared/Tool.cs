using System.ComponentModel;
using System.Diagnostics;

namespace Tta.Tests;

/// <summary>Programs of the machine's package manager. One that is not installed is a failure that names its package.</summary>
public static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly Dictionary<string, string> Packages = new()
    {
        ["promtool"] = "prometheus",
        ["amtool"] = "prometheus-alertmanager",
    };

    /// <summary>Runs a program to its end; gives its exit code with everything it wrote. At most three minutes.</summary>
    public static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using var process = Start(program, redirectInput: false, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Limit}.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    /// <summary>Runs a program with a text as its input.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, string input, params string[] arguments)
    {
        using var process = Start(program, redirectInput: true, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Limit);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Starts a program in the repository's folder, its output and errors to be read.</summary>
    public static Process Start(string program, bool redirectInput, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = redirectInput,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Repository.Root,
            })!;
        }
        catch (Win32Exception e)
        {
            var package = Packages.GetValueOrDefault(program, program);
            throw new InvalidOperationException($"{program} is not installed ({e.Message}). Install the package {package}: apt-get install {package}", e);
        }
    }
}
