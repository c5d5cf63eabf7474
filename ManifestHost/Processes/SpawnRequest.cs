using System.Runtime.InteropServices;

namespace ManifestHost.Processes;

/// <summary>What to start, and how.</summary>
/// <param name="Path">The executable's full path.</param>
/// <param name="Arguments">Its arguments, without the program's own name.</param>
/// <param name="Environment">The whole environment it gets.</param>
/// <param name="WorkingDirectory">The folder it starts in.</param>
internal sealed record SpawnRequest(
    string Path,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory)
{
    /// <summary>Its standard input; nothing to read when <see langword="null"/>.</summary>
    public SafeHandle? Input { get; init; }

    /// <summary>Its standard output and error; discarded when <see langword="null"/>.</summary>
    public SafeHandle? Output { get; init; }
}
