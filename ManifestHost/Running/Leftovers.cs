using ManifestHost.Processes;

namespace ManifestHost.Running;

/// <summary>
/// Clears up after a host that died together with its watchdog: ends what still runs, and forgets its <c>stack.json</c>.
/// </summary>
internal static class Leftovers
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Ends what the last host of this folder may have left. To be called when no host uses the folder.</summary>
    public static async Task ClearAsync(RunDirectory run)
    {
        if (StackFile.Read(run.StackFile) is { } stale)
        {
            await ProcessTree.StopAsync(0, stale.RunId + ":", Grace).ConfigureAwait(false);
            // A process may have overwritten its environment (Redis does, for its title); its working directory gives it away.
            foreach (var pid in stale.Resources.Select(resource => resource.ProcessId).OfType<int>().Where(pid => IsOurs(pid, run)))
            {
                await ProcessTree.StopAsync(pid, stale.RunId + ":", Grace).ConfigureAwait(false);
            }
        }

        if (File.Exists(run.StackFile))
        {
            File.Delete(run.StackFile);
        }
    }

    private static bool IsOurs(int pid, RunDirectory run)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/cwd").LinkTarget is { } directory
                && (directory + "/").StartsWith(run.Path + "/", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
