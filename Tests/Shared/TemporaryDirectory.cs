namespace Tta.Tests;

/// <summary>A directory of its own that is gone after the test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>The directory's full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("tta-test-").FullName;

    /// <summary>The full path of something in it.</summary>
    public string PathOf(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Deletes it with everything in it.</summary>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
