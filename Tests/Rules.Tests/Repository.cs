namespace Tta.Rules.Tests;

/// <summary>The files under test, where they lie in the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    public static string[] RuleFiles { get; } = FilesIn("rules");

    public static string[] RuleTestFiles { get; } = FilesIn("tests");

    private static string[] FilesIn(string folder)
        => [.. Directory.GetFiles(Path("prometheus", folder), "*.yml").Order(StringComparer.Ordinal)];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "TtaAspire.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No TtaAspire.sln in {AppContext.BaseDirectory} or above it.");
    }
}
