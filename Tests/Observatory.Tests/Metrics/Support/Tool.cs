using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Observatory.Tests.Metrics.Support;

/// <summary>Programs of the machine's package manager that the tests need.</summary>
internal static class Tool
{
    /// <summary>The full path of a program of Debian's package <c>prometheus</c>; fails the test, saying what to install, when it is missing.</summary>
    public static string Find(string name)
    {
        foreach (var directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            var path = Path.Combine(directory, name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.Fail($"{name} is not on the PATH; install it with: apt-get install -y --no-install-recommends prometheus");
        return "";
    }

    /// <summary>Runs a program to its end with a text as its input.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string name, string input, params string[] arguments)
    {
        using var process = Start(name, redirectInput: true, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Starts a program.</summary>
    public static Process Start(string name, bool redirectInput, params string[] arguments) => Process.Start(new ProcessStartInfo(Find(name), arguments)
    {
        RedirectStandardInput = redirectInput,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
