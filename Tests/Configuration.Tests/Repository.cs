using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Tta.Configuration.Tests;

/// <summary>The checked-out repository that these tests read.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static JsonObject Manifest { get; } = ReadJson("aspire-manifest.json");

    public static string PathOf(string relative) => Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    public static JsonObject ReadJson(string relative) =>
        JsonNode.Parse(Read(relative)) as JsonObject ?? throw new InvalidDataException($"{relative} holds no JSON object.");

    /// <summary>Every file git knows, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> TrackedFiles()
    {
        var (exitCode, output) = Run("git", "-C", Root, "ls-files", "-z");
        Assert.True(exitCode == 0, $"git ls-files failed: {output}");
        return output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Runs a program and returns its exit code with everything it wrote.</summary>
    public static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
        }) ?? throw new InvalidOperationException($"{program} did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "TtaAspire.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"No TtaAspire.sln above {AppContext.BaseDirectory}: the tests read the repository they were built from.");
    }
}
