using System.Globalization;

namespace ManifestHost.Processes;

/// <summary>How a process ended.</summary>
/// <param name="Code">Its exit code, when it ended by itself.</param>
/// <param name="Signal">The signal that ended it, otherwise 0.</param>
internal readonly record struct ProcessExit(int Code, int Signal)
{
    public static ProcessExit FromWaitStatus(int status) =>
        (status & 0x7f) == 0 ? new ProcessExit((status >> 8) & 0xff, 0) : new ProcessExit(0, status & 0x7f);

    /// <inheritdoc/>
    public override string ToString() => Signal switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"exited with code {Code}"),
        6 => "was aborted (SIGABRT)",
        9 => "was killed (SIGKILL)",
        11 => "crashed (SIGSEGV)",
        15 => "was terminated (SIGTERM)",
        _ => string.Create(CultureInfo.InvariantCulture, $"was ended by signal {Signal}"),
    };
}
