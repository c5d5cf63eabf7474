namespace ManifestHost.CommandLine;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int ResourceFailed = 1;
    public const int CannotRun = 2;
    public const int NothingRuns = 3;
    public const int Interrupted = 130;
}
