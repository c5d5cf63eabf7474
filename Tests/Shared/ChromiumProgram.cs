namespace Tta.Tests;

/// <summary>Where the machine's own Chromium is; Playwright brings none along here.</summary>
public static class ChromiumProgram
{
    // scripts/packages.sh looks for the same ones.
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly string[] MacPrograms =
        ["/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

    /// <summary>Its path.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static string Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).Concat(MacPrograms).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"No Chromium on PATH ({string.Join(", ", Names)}). Install the package chromium: apt-get install chromium");
    }
}
