using ManifestHost.Tests.Support;

namespace ManifestHost.Tests.Stack;

/// <summary>The project that is run here is ManifestHost itself, running a stack of its own.</summary>
public sealed class ProjectTests : IDisposable
{
    private const string Inner =
        """ "app": { "type": "project.v0", "path": "App/App.csproj", "args": ["up", "--manifest", "../inner.json", "--run-dir", "../inner"], "env": { "HTTP_PORTS": "{app.bindings.http.targetPort}", "A": "1" }, "bindings": { "http": { "scheme": "http" } } } """;

    private readonly Workspace _workspace = new();

    public ProjectTests()
    {
        // What the inner stack's resource reports is the environment of the project.
        _workspace.Write("inner.json", "{ \"resources\": {" + Workspace.Shell("probe", "env > env; echo done >> env; exec sleep 1000") + "} }");
        _workspace.Write("App/App.csproj", "<Project><PropertyGroup><AssemblyName>ManifestHost</AssemblyName></PropertyGroup></Project>");
        _workspace.Manifest(Inner);
    }

    [Fact]
    public async Task A_built_project_runs_with_the_environment_that_Aspire_would_give_it()
    {
        Build("Release");
        _workspace.Manifest(Inner.Replace("\"http\": { \"scheme\"", "\"web\": { \"scheme\"", StringComparison.Ordinal).Replace("bindings.http", "bindings.web", StringComparison.Ordinal))
            .Overlay(""" "app": { "env": { "B": "2" } } """);
        await using var stack = await LocalStack.PrepareAsync(_workspace.Options.SetEnvironment("app", "C", "3"));
        var start = stack.StartAsync(CancellationToken.None);

        var environment = await EnvironmentAsync();
        Assert.Contains("OTEL_SERVICE_NAME=app", environment);
        Assert.Contains("OTEL_METRICS_EXEMPLAR_FILTER=trace_based", environment);
        Assert.Contains("OTEL_METRIC_EXPORT_INTERVAL=1000", environment);
        Assert.Contains(environment, line => line.StartsWith("OTEL_RESOURCE_ATTRIBUTES=service.instance.id=app-", StringComparison.Ordinal));
        Assert.DoesNotContain(environment, line => line.StartsWith("HTTP_PORTS=", StringComparison.Ordinal));
        Assert.Contains("A=1", environment);
        Assert.Contains("B=2", environment);
        Assert.Contains("C=3", environment);
    }

    [Fact]
    public async Task A_web_project_is_told_its_address_on_loopback()
    {
        Build("Release");
        await using var stack = await LocalStack.PrepareAsync(_workspace.Options);
        var start = stack.StartAsync(CancellationToken.None);

        Assert.Contains($"ASPNETCORE_URLS={stack.GetEndpoint("app", "http").ToString().TrimEnd('/')}", await EnvironmentAsync());
        Assert.Equal(ResourceState.Starting, stack.Resources[0].State);
    }

    [Fact]
    public async Task A_project_that_is_not_built_is_an_error_that_says_how_to()
    {
        Build("Debug");

        var error = await Assert.ThrowsAsync<ManifestException>(() => LocalStack.StartAsync(_workspace.Options));

        Assert.Contains("resource 'app', property 'path': ManifestHost.dll has not been built for Release; run: dotnet build -c Release ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_is_not_there_is_an_error()
    {
        Directory.Delete(Path.Combine(_workspace.Folder, "App"), recursive: true);

        var error = await Assert.ThrowsAsync<ManifestException>(() => LocalStack.StartAsync(_workspace.Options));

        Assert.Contains("there is no project file 'App/App.csproj'", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _workspace.Dispose();

    private void Build(string configuration)
    {
        var output = Directory.CreateDirectory(Path.Combine(_workspace.Folder, "App", "bin", configuration, "net10.0"));
        var built = Path.GetDirectoryName(typeof(LocalStack).Assembly.Location)!;
        foreach (var file in new[] { "ManifestHost.dll", "ManifestHost.runtimeconfig.json", "Spectre.Console.dll" })
        {
            File.Copy(Path.Combine(built, file), Path.Combine(output.FullName, file));
        }
    }

    private async Task<string[]> EnvironmentAsync()
    {
        var path = Path.Combine(_workspace.Folder, "inner", "resources", "probe", "env");
        await Eventually.TrueAsync(() => File.Exists(path) && File.ReadAllText(path).EndsWith("done\n", StringComparison.Ordinal), "the project runs");
        return await File.ReadAllLinesAsync(path);
    }
}
