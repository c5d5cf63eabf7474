using System.Globalization;
using ManifestHost.Processes;

namespace ManifestHost.Tests.Support;

internal static class Pids
{
    public static void Kill(int pid) => Assert.Equal(0, Native.Kill(pid, Native.SignalKill));

    public static void Signal(int pid, int signal) => Assert.Equal(0, Native.Kill(pid, signal));

    public static bool IsRunning(int pid) => ProcessTree.IsRunning(pid);

    public static Task GoneAsync(int pid) => Eventually.TrueAsync(() => !IsRunning(pid), $"process {pid} is gone");

    /// <summary>The pid that a script wrote to a file.</summary>
    public static async Task<int> ReadAsync(string path) =>
        int.Parse((await Eventually.LinesAsync(path))[0], CultureInfo.InvariantCulture);

    /// <summary>The watchdog of a host.</summary>
    public static int? WatchdogOf(int host) => ChildrenOf(host)
        .Where(pid => CommandLineOf(pid).Contains("manifesthost-watchdog", StringComparison.Ordinal))
        .Select(pid => (int?)pid)
        .FirstOrDefault();

    private static IEnumerable<int> ChildrenOf(int parent) => Directory.GetDirectories("/proc")
        .Select(Path.GetFileName)
        .Where(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
        .Where(pid => Read($"/proc/{pid}/stat") is { Length: > 0 } stat
            && stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == parent.ToString(CultureInfo.InvariantCulture));

    private static string CommandLineOf(int pid) => Read($"/proc/{pid}/cmdline");

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
