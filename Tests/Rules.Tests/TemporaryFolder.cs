namespace Tta.Rules.Tests;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tta-rules-").FullName;

    public string Path(params string[] parts) => System.IO.Path.Combine([_root, .. parts]);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
