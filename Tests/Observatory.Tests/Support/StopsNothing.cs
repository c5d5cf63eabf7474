using Microsoft.Extensions.Hosting;

namespace Tta.Observatory.Tests.Support;

/// <summary>A host's lifetime that only remembers that it was told to stop.</summary>
internal sealed class StopsNothing : IHostApplicationLifetime
{
    public bool WasStopped { get; private set; }

    public CancellationToken ApplicationStarted => default;

    public CancellationToken ApplicationStopping => default;

    public CancellationToken ApplicationStopped => default;

    public void StopApplication() => WasStopped = true;
}
