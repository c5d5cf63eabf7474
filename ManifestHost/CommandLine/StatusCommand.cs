using ManifestHost.Manifest;
using ManifestHost.Running;

namespace ManifestHost.CommandLine;

/// <summary><c>status</c>: the table, once.</summary>
internal static class StatusCommand
{
    public static int Run(CommandLineOptions options)
    {
        var run = new RunDirectory(options.RunDirectory);
        if (!run.IsInUse() || StackFile.Read(run.StackFile) is not { } stack)
        {
            Console.WriteLine($"Nothing runs in {ManifestParser.DisplayName(run.Path)}.");
            return ExitCode.NothingRuns;
        }

        StackTable.Print(stack.Resources);
        return stack.IsHealthy ? ExitCode.Done : ExitCode.ResourceFailed;
    }
}
