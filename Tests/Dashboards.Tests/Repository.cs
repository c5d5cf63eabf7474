namespace Tta.Dashboards.Tests;

/// <summary>The checked-out repository that these tests read.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

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
