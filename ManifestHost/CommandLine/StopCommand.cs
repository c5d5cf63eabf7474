using System.Globalization;
using ManifestHost.Manifest;
using ManifestHost.Processes;
using ManifestHost.Running;

namespace ManifestHost.CommandLine;

/// <summary><c>stop</c>: ends a stack and leaves no process, whatever state its host is in.</summary>
internal static class StopCommand
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    public static async Task<int> RunAsync(CommandLineOptions options)
    {
        var run = new RunDirectory(options.RunDirectory);
        var place = ManifestParser.DisplayName(run.Path);
        if (!run.IsInUse())
        {
            await Leftovers.ClearAsync(run).ConfigureAwait(false);
            Console.WriteLine($"Nothing runs in {place}.");
            return ExitCode.Done;
        }

        var stack = await FindHostAsync(run).ConfigureAwait(false);
        if (stack is not null)
        {
            _ = Native.Kill(stack.HostProcessId, Native.SignalTerminate);
            if (!await WaitUntilGoneAsync(stack.HostProcessId, run).ConfigureAwait(false))
            {
                // Its watchdog, and what follows here, end what it leaves.
                _ = Native.Kill(stack.HostProcessId, Native.SignalKill);
                await WaitUntilGoneAsync(stack.HostProcessId, run).ConfigureAwait(false);
                stack.Write(run.StackFile);
                await Leftovers.ClearAsync(run).ConfigureAwait(false);
            }
        }

        if (run.IsInUse())
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"error: the host in {place} (pid {stack?.HostProcessId}) did not end."));
            return ExitCode.ResourceFailed;
        }

        Console.WriteLine($"Stopped what ran in {place}.");
        return ExitCode.Done;
    }

    // A host that has only just taken the folder has not written down who it is yet.
    private static async Task<StackFile?> FindHostAsync(RunDirectory run)
    {
        StackFile? stack = null;
        var started = TimeProvider.System.GetTimestamp();
        while (run.IsInUse() && (stack = StackFile.Read(run.StackFile)) is null && TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(Poll).ConfigureAwait(false);
        }

        return stack;
    }

    private static async Task<bool> WaitUntilGoneAsync(int host, RunDirectory run)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (run.IsInUse() || ProcessTree.IsRunning(host))
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                return false;
            }

            await Task.Delay(Poll).ConfigureAwait(false);
        }

        return true;
    }
}
