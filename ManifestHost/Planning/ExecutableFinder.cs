using ManifestHost.Manifest;

namespace ManifestHost.Planning;

/// <summary>Finds the programs that resources run.</summary>
internal static class ExecutableFinder
{
    // Package managers put servers where a user's PATH does not always look.
    private static readonly string[] Beyond = ["/usr/local/bin", "/usr/bin", "/usr/sbin", "/usr/local/sbin", "/sbin", "/opt/homebrew/bin"];

    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The full path of a command: a path relative to a folder, or a name looked up as a shell would.</summary>
    /// <returns><see langword="null"/> when it is nowhere.</returns>
    public static string? Find(string command, string directory)
    {
        if (command.Contains('/', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(command, directory);
            return IsExecutable(path) ? path : null;
        }

        var searched = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(Beyond);
        return searched.Select(folder => Path.Combine(folder, command)).FirstOrDefault(IsExecutable);
    }

    /// <summary>The full path of a resource's command, the first of its names that is installed.</summary>
    /// <exception cref="ManifestException">None is; the message says how to install it.</exception>
    public static string Require(ResourceDefinition resource, IReadOnlyList<string> commands, string directory) =>
        commands.Select(command => Find(command, directory)).FirstOrDefault(path => path is not null)
        ?? throw resource.Commands[0].At.Error(resource.Package is { } package
            ? $"the program '{commands[0]}' is not installed; install it with: {package.Advice()}"
            : $"the program '{commands[0]}' was not found; install it or correct the command.");

    /// <summary>The dotnet program: the one this process runs on, if it does.</summary>
    /// <exception cref="ManifestException">There is none.</exception>
    public static string RequireDotnet()
    {
        string?[] candidates =
        [
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"),
            Path.GetFileName(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath : null,
            Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root ? Path.Combine(root, "dotnet") : null,
        ];
        return candidates.FirstOrDefault(path => path is not null && IsExecutable(path))
            ?? Find("dotnet", "/")
            ?? throw new ManifestException("the program 'dotnet' was not found; install the .NET SDK and put it on the PATH.");
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);
}
