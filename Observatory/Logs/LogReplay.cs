using Observatory.Hosting;
using Observatory.Logs.Store;

namespace Observatory.Logs;

/// <summary>Brings back what is on disk.</summary>
internal sealed class LogReplay(LogStore store) : IStartupTask
{
    /// <inheritdoc />
    public string Name => "log replay";

    /// <inheritdoc />
    public Task RunAsync(CancellationToken cancellationToken) => Task.Run(() => store.Replay(cancellationToken), cancellationToken);
}
