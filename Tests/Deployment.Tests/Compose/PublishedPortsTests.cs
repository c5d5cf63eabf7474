using Tta.Deployment.Tests.Support;

namespace Tta.Deployment.Tests.Compose;

public sealed class PublishedPortsTests : IDisposable
{
    private readonly Workspace _workspace = new();

    [Fact]
    public void An_external_binding_is_published_on_all_addresses_and_another_on_loopback()
    {
        _workspace.Manifest(Workspace.Container(
            "app",
            """
            "bindings": {
              "web": { "external": true, "port": 80, "targetPort": 8000 }, "admin": { "targetPort": 8001, "protocol": "udp" } }
            """));

        Assert.Equal(["80:8000/tcp", "127.0.0.1:8001:8001/udp"], Ports("app"));
    }

    [Fact]
    public void A_port_that_nobody_chose_is_not_published()
    {
        _workspace.Write("App/App.csproj", "").Manifest(
            """ "app": { "type": "project.v0", "path": "App/App.csproj", "bindings": { "http": {}, "more": {} } } """);

        Assert.Empty(Ports("app"));
    }

    [Fact]
    public void Of_two_resources_with_a_port_the_first_has_it_unless_settings_say_otherwise()
    {
        const string binding = """ "bindings": { "web": { "targetPort": 80 } } """;
        _workspace.Manifest(Workspace.Container("one", binding), Workspace.Container("two", binding));
        var output = new StringWriter();
        DeploymentRun.Compose(_workspace.Options, output);

        Assert.Equal(["127.0.0.1:80:80/tcp"], Ports("one"));
        Assert.Empty(Ports("two"));
        Assert.Contains("two: its binding 'web' is not published, one has port 80", output.ToString(), StringComparison.Ordinal);

        _workspace.Settings("""{ "resources": { "one": { "publish": {} }, "two": { "publish": { "web": 81 } } } }""");
        Assert.Empty(Ports("one"));
        Assert.Equal(["127.0.0.1:81:80/tcp"], Ports("two"));
    }

    [Fact]
    public void Two_bindings_that_must_have_the_same_port_are_an_error()
    {
        const string binding = """ "bindings": { "web": { "targetPort": 80, "external": true } } """;
        _workspace.Manifest(Workspace.Container("one", binding), Workspace.Container("two", binding));

        AssertFails("resource 'two': its binding 'web' is to have port 80, which 'one' has already");
    }

    [Fact]
    public void Replicas_cannot_share_a_port()
    {
        _workspace.Manifest(Workspace.Container("one", """ "bindings": { "web": { "targetPort": 80, "external": true } } """))
            .Settings("""{ "resources": { "one": { "stateless": true, "replicas": 2 } } }""");

        AssertFails("published on port 80, which 2 replicas cannot share; put a proxy in front");
    }

    public void Dispose() => _workspace.Dispose();

    private void AssertFails(string expected) =>
        Assert.Contains(expected, Assert.Throws<DeploymentException>(() => _workspace.Compose()).Message, StringComparison.Ordinal);

    private IEnumerable<string> Ports(string service) => Yaml.Parse(_workspace.Compose())["services"]![service]!.Texts("ports");
}
