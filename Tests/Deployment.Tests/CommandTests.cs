using Tta.Deployment.Tests.Support;

namespace Tta.Deployment.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly Workspace _workspace = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void Compose_says_what_was_written_and_what_to_run_where_the_engine_is()
    {
        _workspace.Write("My.ShopApi/My.ShopApi.csproj", "").Manifest(
            """ "api": { "type": "project.v0", "path": "My.ShopApi/My.ShopApi.csproj" } """,
            """ "job": { "type": "project.v0", "path": "My.ShopApi/My.ShopApi.csproj" } """);

        Assert.Equal(0, Run("compose", "--image-prefix", "ghcr.io/me", "--image-tag", "1.2"));

        Assert.Equal(1, _output.ToString().Split("dotnet publish").Length - 1);
        Assert.Contains(
            "-t:PublishContainer -p:ContainerRepository=me/my.shop-api -p:ContainerImageTag=1.2 -p:ContainerRegistry=ghcr.io",
            _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("docker compose -f ", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal("ghcr.io/me/my.shop-api:1.2",
            Yaml.Parse(_workspace.Read("docker-compose.yaml"))["services"]!["job"]!["image"]!.GetValue<string>());
    }

    [Fact]
    public void Kubernetes_says_how_to_apply()
    {
        _workspace.Manifest(Workspace.Container("app"));

        Assert.Equal(0, Run("kubernetes", "--namespace", "shop"));

        Assert.Contains("kubectl apply --server-side -k ", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--parameter nobody=1", "the manifest has no such parameter; it has asked")]
    [InlineData("--parameter asked", "--parameter: expected NAME=VALUE")]
    [InlineData("--parameter asked=1 --parameter asked=2", "--parameter asked: was given twice")]
    [InlineData("--parameter asked=1 --replicas nobody=2", "the manifest has no such container or project; it has app")]
    [InlineData("--parameter asked=1 --replicas app=x", "expected a whole number from 1 to 1000")]
    [InlineData("--parameter asked=1 --image-tag a/b", "--image-tag a/b: expected letters")]
    [InlineData("--parameter asked=1 --image-prefix Ghcr.io", "--image-prefix Ghcr.io: expected lower-case")]
    [InlineData("--parameter asked=1 --settings nowhere.json", "nowhere.json: no such file")]
    [InlineData("--replicas 2", "needs the parameter 'asked', which has no value")]
    public void What_cannot_be_done_is_said_in_a_line(string arguments, string expected)
    {
        _workspace.Manifest(Workspace.Container("app", """ "env": { "A": "{asked.value}" } """), Workspace.Parameter("asked"));

        Assert.Equal(1, Run(["compose", .. arguments.Split(' ')]));

        Assert.Contains(expected, _error.ToString(), StringComparison.Ordinal);
        Assert.Single(_error.ToString().TrimEnd().Split('\n'));
        Assert.Empty(_workspace.Files);
    }

    public void Dispose() => _workspace.Dispose();

    private int Run(params string[] arguments) => DeploymentCommands.Root(_output, _error)
        .Parse([.. arguments, "--manifest", _workspace.ManifestPath, "--output", _workspace.Output]).Invoke();
}
