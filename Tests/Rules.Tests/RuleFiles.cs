namespace Tta.Rules.Tests;

/// <summary>The files under test, where they lie in the repository.</summary>
internal static class RuleFiles
{
    public static string[] All { get; } = FilesIn("rules");

    public static string[] Tests { get; } = FilesIn("tests");

    private static string[] FilesIn(string folder) =>
        [.. Directory.GetFiles(Repository.PathOf("prometheus", folder), "*.yml").Order(StringComparer.Ordinal)];
}
