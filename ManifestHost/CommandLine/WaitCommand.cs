using ManifestHost.Manifest;
using ManifestHost.Running;

namespace ManifestHost.CommandLine;

/// <summary><c>wait</c>: until everything that another process is starting in the run directory is healthy.</summary>
internal static class WaitCommand
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public static async Task<int> RunAsync(CommandLineOptions options)
    {
        using var signals = new StopSignals();
        var run = new RunDirectory(options.RunDirectory);
        if (!run.IsInUse())
        {
            Console.WriteLine($"Nothing runs in {ManifestParser.DisplayName(run.Path)}.");
            return ExitCode.NothingRuns;
        }

        Console.WriteLine($"Waiting until all is healthy in {ManifestParser.DisplayName(run.Path)} …");
        return await RunAsync(run, options.Timeout, (_, _) => { }, signals.Stop).ConfigureAwait(false);
    }

    /// <summary>Waits, says something about what was found, and prints the table.</summary>
    public static async Task<int> RunAsync(RunDirectory run, TimeSpan patience, Action<RunDirectory, StackFile> announce, CancellationToken cancellation)
    {
        StackFile? stack = null;
        var started = TimeProvider.System.GetTimestamp();
        while (run.IsInUse())
        {
            stack = StackFile.Read(run.StackFile);
            if (IsSettled(stack) || TimeProvider.System.GetElapsedTime(started) >= patience)
            {
                break;
            }

            await Task.Delay(Poll, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellation.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }
        }

        if (stack is null || !run.IsInUse())
        {
            Console.Error.WriteLine("error: the stack that was running here has ended meanwhile; try again.");
            return ExitCode.ResourceFailed;
        }

        announce(run, stack);
        StackTable.Print(stack.Resources);
        return stack.IsHealthy ? ExitCode.Done : ExitCode.ResourceFailed;
    }

    private static bool IsSettled(StackFile? stack) =>
        stack is not null && (stack.IsHealthy || stack.Resources.Any(resource => resource.State == ResourceState.Failed));
}
