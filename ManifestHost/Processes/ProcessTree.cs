using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ManifestHost.Processes;

/// <summary>
/// Finds and ends everything a resource started. A process group catches ordinary descendants; on Linux a mark in the
/// environment also finds those that made a session of their own.
/// </summary>
internal static class ProcessTree
{
    /// <summary>The environment variable that marks every process of a run: <c>{run id}:{resource}</c>.</summary>
    public const string MarkVariable = "MANIFESTHOST_RUN";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(5);

    /// <summary>The mark of one resource's processes.</summary>
    public static string MarkOf(string runId, string resource) => $"{runId}:{resource}";

    /// <summary>Ends a process group and everything that carries a mark: asks, waits, then forces.</summary>
    /// <param name="group">The process group; 0 when only the mark is known.</param>
    /// <param name="mark">A mark, or the beginning of one (<c>{run id}:</c>).</param>
    /// <param name="grace">How long to wait between asking and forcing.</param>
    /// <param name="force">Ends the wait early.</param>
    public static async Task StopAsync(int group, string mark, TimeSpan grace, CancellationToken force = default)
    {
        if (!IsAlive(group, mark))
        {
            return;
        }

        Signal(group, mark, Native.SignalTerminate);
        if (!await WaitUntilGoneAsync(group, mark, grace, force).ConfigureAwait(false))
        {
            Signal(group, mark, Native.SignalKill);
            await WaitUntilGoneAsync(group, mark, KillGrace, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a process exists and has not ended (a zombie has).</summary>
    public static bool IsRunning(int pid)
    {
        if (Native.Kill(pid, 0) != 0 && Marshal.GetLastPInvokeError() == Native.NoSuchProcess)
        {
            return false;
        }

        return !OperatingSystem.IsLinux() || ReadStat(pid) is { IsZombie: false };
    }

    /// <summary>The processes whose environment carries a mark that begins so. Empty where <c>/proc</c> is not Linux's.</summary>
    public static IEnumerable<int> Marked(string mark)
    {
        if (!OperatingSystem.IsLinux())
        {
            yield break;
        }

        var entry = Encoding.UTF8.GetBytes($"{MarkVariable}={mark}");
        foreach (var pid in AllProcesses())
        {
            byte[] environment;
            try
            {
                environment = File.ReadAllBytes($"/proc/{pid}/environ");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            if (environment.AsSpan().IndexOf(entry) >= 0 && ReadStat(pid) is { IsZombie: false })
            {
                yield return pid;
            }
        }
    }

    private static bool IsAlive(int group, string mark) => GroupIsAlive(group) || Marked(mark).Any();

    private static bool GroupIsAlive(int group)
    {
        if (group == 0 || (Native.Kill(-group, 0) != 0 && Marshal.GetLastPInvokeError() == Native.NoSuchProcess))
        {
            return false;
        }

        // Zombies that nobody has reaped yet still count for kill(); they are gone all the same.
        return !OperatingSystem.IsLinux()
            || ReadStat(group) is { IsZombie: false }
            || AllProcesses().Any(pid => ReadStat(pid) is { IsZombie: false } stat && stat.Group == group);
    }

    private static void Signal(int group, string mark, int signal)
    {
        if (group != 0)
        {
            _ = Native.Kill(-group, signal);
        }

        foreach (var pid in Marked(mark))
        {
            _ = Native.Kill(pid, signal);
        }
    }

    private static async Task<bool> WaitUntilGoneAsync(int group, string mark, TimeSpan limit, CancellationToken force)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (IsAlive(group, mark))
        {
            if (force.IsCancellationRequested || TimeProvider.System.GetElapsedTime(deadline) > limit)
            {
                return false;
            }

            await Task.Delay(Poll, CancellationToken.None).ConfigureAwait(false);
        }

        return true;
    }

    private static IEnumerable<int> AllProcesses()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                yield return pid;
            }
        }
    }

    private static (bool IsZombie, int Group)? ReadStat(int pid)
    {
        try
        {
            // pid (name) state parent group …; the name may hold anything, so read from its last parenthesis.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0] is "Z" or "X", int.Parse(fields[2], CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
