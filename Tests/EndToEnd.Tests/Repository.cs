using System.Reflection;

namespace EndToEnd.Tests;

/// <summary>Where the repository is that these tests were built from, and how they were built.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>The build configuration of the tests, and so of the programs they start.</summary>
    public static string Configuration { get; } =
        typeof(Repository).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TtaAspire.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No TtaAspire.sln above {AppContext.BaseDirectory}: run the tests from their build output inside the repository.");
    }
}
