using System.Collections;
using System.IO.Pipes;
using ManifestHost.Manifest;
using ManifestHost.Processes;
using ManifestHost.Running;

namespace ManifestHost.CommandLine;

/// <summary><c>up --detach</c>: starts a background host, relays what it says, and returns when everything is healthy.</summary>
internal static class DetachCommand
{
    /// <summary>What the background host prints when everything is healthy; nothing after it is read.</summary>
    public const string AllIsWell = "\u0004";

    public static async Task<int> RunAsync(CommandLineOptions options, IReadOnlyList<string> arguments)
    {
        using var signals = new StopSignals();
        var run = new RunDirectory(options.RunDirectory);
        if (run.IsInUse())
        {
            return await WaitCommand.RunAsync(run, options.Stack.StartTimeout, AnnounceRunning, signals.Stop).ConfigureAwait(false);
        }

        var (host, output) = StartHost(arguments);
        using var forward = signals.Stop.Register(() => Native.Kill(host.Id, Native.SignalTerminate));
        await using var closed = output.ConfigureAwait(false);
        using var lines = new StreamReader(output);
        if (await Task.Run(() => Relay(lines)).ConfigureAwait(false))
        {
            StackTable.Print(StackFile.Read(run.StackFile)?.Resources ?? []);
            return ExitCode.Done;
        }

        var exit = await host.Exited.ConfigureAwait(false);
        if (exit.Signal != 0)
        {
            Console.Error.WriteLine($"error: the background host {exit}.");
        }

        return exit is { Signal: 0, Code: not ExitCode.Done } ? exit.Code : ExitCode.ResourceFailed;
    }

    private static void AnnounceRunning(RunDirectory run, StackFile stack) =>
        Console.WriteLine($"It already runs in {ManifestParser.DisplayName(run.Path)} (host pid {stack.HostProcessId}); stop it first to start it differently.");

    private static (ChildProcess Host, AnonymousPipeServerStream Output) StartHost(IReadOnlyList<string> arguments)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        var program = Environment.ProcessPath!;
        var own = CommandLineOptions.ForBackgroundHost(arguments).ToList();
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            own.Insert(0, Path.Combine(AppContext.BaseDirectory, "ManifestHost.dll"));
        }

        var output = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        var request = new SpawnRequest(program, own, environment, Environment.CurrentDirectory) { Output = output.ClientSafePipeHandle };
        var host = ChildProcess.Start(request);
        output.DisposeLocalCopyOfClientHandle();
        return (host, output);
    }

    /// <summary>Passes on what the host says, until it says that all is well (true) or ends (false).</summary>
    private static bool Relay(StreamReader lines)
    {
        while (lines.ReadLine() is { } line)
        {
            if (line == AllIsWell)
            {
                return true;
            }

            // What the host complains about comes over the same pipe.
            var complaint = line.StartsWith("error:", StringComparison.Ordinal) || line.StartsWith("    ", StringComparison.Ordinal);
            (complaint ? Console.Error : Console.Out).WriteLine(line);
        }

        return false;
    }
}
