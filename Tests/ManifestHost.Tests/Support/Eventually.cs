namespace ManifestHost.Tests.Support;

internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, "It never came true that " + what);
            await Task.Delay(20);
        }
    }

    /// <summary>The whole lines of a file once it has at least so many.</summary>
    public static async Task<string[]> LinesAsync(string path, int count = 1)
    {
        string[] lines = [];
        await TrueAsync(
            () => File.Exists(path) && (lines = File.ReadAllText(path).Split('\n')[..^1]).Length >= count,
            $"{path} has {count} lines");
        return lines;
    }
}
