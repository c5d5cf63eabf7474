namespace Tta.AppHost;

/// <summary>Keeps the data directory taken until the application is disposed of.</summary>
/// <param name="held">The file whose sharing says so.</param>
internal sealed class DataDirectoryLock(FileStream held) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => held.Dispose();
}
