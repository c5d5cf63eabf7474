using System.Reflection;

namespace Tta.Tests;

/// <summary>The checked-out repository that the tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The build configuration of the tests, and so of the programs they start.</summary>
    public static string Configuration { get; } =
        typeof(Repository).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>The full path of a file or folder; each part may itself be a path with forward slashes.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.GetFullPath(Path.Combine([Root, .. parts]));

    /// <summary>The text of a file.</summary>
    public static string Read(params ReadOnlySpan<string> parts) => File.ReadAllText(PathOf(parts));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TtaAspire.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No TtaAspire.sln above {AppContext.BaseDirectory}: the tests read the repository they were built from.");
    }
}
