using Tta.Deployment.Tests.Support;

namespace Tta.Deployment.Tests.Output;

/// <summary>
/// A small application's files, byte for byte as they are committed in <c>Golden/</c>: a change of the output is seen in its diff.
/// </summary>
public sealed class GoldenTests : IDisposable
{
    private const string Golden = "Tests/Deployment.Tests/Golden";

    private readonly Workspace _workspace = new();

    public GoldenTests()
    {
        var input = Repository.PathOf(Golden, "input");
        foreach (var file in Directory.EnumerateFiles(input, "*", SearchOption.AllDirectories))
        {
            _workspace.Write(Path.GetRelativePath(input, file), File.ReadAllText(file));
        }

        _workspace.Write("Api/Api.csproj", "");
    }

    [Theory]
    [InlineData("compose")]
    [InlineData("kubernetes")]
    public void The_output_is_what_is_committed(string engine)
    {
        var options = _workspace.Options with
        {
            Parameters = new Dictionary<string, string> { ["key"] = "a b" },
            ImagePrefix = "ghcr.io/me",
            ImageTag = "1.2",
            Namespace = "shop",
        };
        if (engine == "compose")
        {
            _workspace.Compose(options);
        }
        else
        {
            _workspace.Kubernetes(options);
        }

        var expected = Directory.EnumerateFiles(Repository.PathOf(Golden, engine)).Order(StringComparer.Ordinal);
        var written = _workspace.Files.Where(file => file.Key != ".env").ToDictionary();
        Assert.Equal(expected.Select(file => Path.GetFileName(file)), written.Keys);
        Assert.All(expected, file => Assert.Equal(File.ReadAllText(file), written[Path.GetFileName(file)]));
    }

    public void Dispose() => _workspace.Dispose();
}
