using ManifestHost.Manifest;
using ManifestHost.Running;
using Spectre.Console;

namespace ManifestHost.CommandLine;

/// <summary><c>up</c>: runs a stack until asked to stop.</summary>
internal static class UpCommand
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    public static async Task<int> RunAsync(CommandLineOptions options)
    {
        using var signals = new StopSignals();
        var stack = await LocalStack.PrepareAsync(options.Stack).ConfigureAwait(false);
        await using var stopped = stack.ConfigureAwait(false);
        using var force = signals.StopNow.Register(stack.ForceStop);
        return options.IsBackgroundHost ? await RunInBackgroundAsync(stack, signals).ConfigureAwait(false)
            : StackTable.IsInteractive ? await RunWithTableAsync(stack, signals).ConfigureAwait(false)
            : await RunWithLinesAsync(stack, signals).ConfigureAwait(false);
    }

    private static async Task<int> RunWithLinesAsync(LocalStack stack, StopSignals signals)
    {
        var reporter = new StateReporter(Console.WriteLine);
        stack.Changed += (_, _) => reporter.Report(stack.Resources);
        return await StartAndStopAsync(stack, signals, () => StackTable.Print(stack.Resources)).ConfigureAwait(false);
    }

    private static async Task<int> RunInBackgroundAsync(LocalStack stack, StopSignals signals)
    {
        using var log = new RotatingLog(Path.Combine(stack.RunDirectory, "logs", "host.log"));
        var attached = true;
        var reporter = new StateReporter(line =>
        {
            log.Write(line + "\n");
            if (attached)
            {
                Console.WriteLine(line);
            }
        });
        stack.Changed += (_, _) => reporter.Report(stack.Resources);
        return await StartAndStopAsync(stack, signals, Detach).ConfigureAwait(false);

        // The process that started this one ends here; from now on there is only the log.
        void Detach() => reporter.Exclusively(() =>
        {
            attached = false;
            Console.WriteLine(DetachCommand.AllIsWell);
        });
    }

    private static async Task<int> RunWithTableAsync(LocalStack stack, StopSignals signals)
    {
        using var over = new CancellationTokenSource();
        var changed = true;
        stack.Changed += (_, _) => Volatile.Write(ref changed, true);
        var table = AnsiConsole.Live(StackTable.Build(stack.Resources)).StartAsync(async live =>
        {
            while (!over.IsCancellationRequested)
            {
                if (Interlocked.Exchange(ref changed, false))
                {
                    live.UpdateTarget(StackTable.Build(stack.Resources));
                }

                await Task.Delay(Refresh, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            live.UpdateTarget(StackTable.Build(stack.Resources));
        });
        try
        {
            return await StartAndStopAsync(stack, signals, () => { }, EndTableAsync).ConfigureAwait(false);
        }
        finally
        {
            await EndTableAsync().ConfigureAwait(false);
        }

        async Task EndTableAsync()
        {
            await over.CancelAsync().ConfigureAwait(false);
            await table.ConfigureAwait(false);
        }
    }

    private static async Task<int> StartAndStopAsync(LocalStack stack, StopSignals signals, Action whenHealthy, Func<Task>? beforeMessages = null)
    {
        try
        {
            await stack.StartAsync(signals.Stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // The signal may come just when everything has become healthy.
            var wasUp = stack.Resources.All(resource => resource.State == ResourceState.Healthy);
            await stack.StopAsync().ConfigureAwait(false);
            return wasUp ? ExitCode.Done : ExitCode.Interrupted;
        }
        catch (ResourceFailedException failure)
        {
            await stack.StopAsync().ConfigureAwait(false);
            await (beforeMessages?.Invoke() ?? Task.CompletedTask).ConfigureAwait(false);
            Explain(failure, ManifestParser.DisplayName(stack.GetLogPath(failure.Resource)));
            return ExitCode.ResourceFailed;
        }

        whenHealthy();
        await Task.Delay(Timeout.InfiniteTimeSpan, signals.Stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stack.StopAsync().ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static void Explain(ResourceFailedException failure, string log)
    {
        Console.Error.WriteLine($"error: {failure.Message} Everything was stopped. Its last lines ({log}):");
        foreach (var line in failure.LastLogLines)
        {
            Console.Error.WriteLine("    " + line);
        }
    }
}
