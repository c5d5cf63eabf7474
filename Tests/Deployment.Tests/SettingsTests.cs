using System.Text.Json.Nodes;
using k8s.Models;
using Tta.Deployment.Tests.Support;

namespace Tta.Deployment.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public SettingsTests() =>
        _workspace.Manifest(Workspace.Container("app", """ "env": { "A": "1" }, "bindings": { "http": { "targetPort": 80 } } """));

    [Fact]
    public void What_a_resource_says_comes_before_what_its_type_says()
    {
        _workspace.Settings(
            """
            { "name": "shop",
              "types": { "container.v0": { "user": 5, "stopSeconds": 7, "env": { "B": "type" } } },
              "resources": { "app": {
                "user": 6, "image": "mirror/app:2", "env": { "A": "2" },
                "readiness": { "binding": "http", "path": "/ready" }, "liveness": { "binding": "http" },
                "healthCommand": ["check", "$X"], "cpu": { "request": "250m", "limit": "1.5" }, "memory": { "limit": "1Gi" } } } }
            """);
        var service = Yaml.Parse(_workspace.Compose())["services"]!["app"]!;

        Assert.Equal(
            ("6", "mirror/app:2", "7s", "1.5", "1024m"),
            (Text(service, "user"), Text(service, "image"), Text(service, "stop_grace_period"), Text(service, "cpus"),
            Text(service, "mem_limit")));
        Assert.Equal(["A=2", "B=type"], service.Members("environment").Select(variable => $"{variable.Key}={variable.Value}"));
        Assert.Equal(["CMD", "check", "$$X"], service["healthcheck"]!.Texts("test"));
        Assert.Equal("shop", _workspace.Env["COMPOSE_PROJECT_NAME"]);

        _workspace.Kubernetes();
        var pod = Objects.Read(_workspace).OfType<V1StatefulSet>().Single().Spec.Template.Spec;
        Assert.Equal(7, pod.TerminationGracePeriodSeconds);
        Assert.Equal(("/ready", "80"),
            (pod.Containers[0].ReadinessProbe.HttpGet.Path, pod.Containers[0].ReadinessProbe.HttpGet.Port.Value));
        Assert.Equal("80", pod.Containers[0].LivenessProbe.TcpSocket.Port.Value);
        Assert.Equal("250m", pod.Containers[0].Resources.Requests["cpu"].ToString());
        Assert.Equal("1500m", pod.Containers[0].Resources.Limits["cpu"].ToString());
    }

    [Theory]
    [InlineData("""{ "resources": { "nobody": {} } }""", "the manifest has no such container or project; it has app")]
    [InlineData("""{ "resources": { "app": { "colour": 1 } } }""", "property 'colour': unknown property")]
    [InlineData("""{ "resources": { "app": { "publish": { "https": 1 } } } }""", "publishes the unknown binding 'https'; it has http")]
    [InlineData("""{ "resources": { "app": { "readiness": { "binding": "x" } } } }""", "'app' has no binding 'x'")]
    [InlineData("""{ "resources": { "app": { "readiness": { "binding": "http", "path": "x" } } } }""", "the path 'x' must start with '/'")]
    [InlineData("""{ "resources": { "app": { "cpu": { "limit": "1.5m" } } } }""",
        "expected cores such as \"250m\" or \"1.5\", found a string")]
    [InlineData("""{ "resources": { "app": { "memory": { "limit": "1GB" } } } }""", "expected an amount such as \"256Mi\"")]
    [InlineData("""{ "resources": { "app": { "memory": { "limit": "1Mi", "request": "2Mi" } } } }""", "requests more than its limit")]
    [InlineData("""{ "resources": { "app": { "healthCommand": [] } } }""", "names no program")]
    [InlineData("""{ "resources": { "app": { "replicas": 2 } } }""", "cannot run 2 times: nothing says that it keeps no state")]
    [InlineData("""{ "types": { "value.v0": {} } }""", "'value.v0' becomes no container")]
    [InlineData("""{ "name": "My Shop" }""", "'My Shop' cannot be the application's name")]
    public void A_mistake_is_reported_and_nothing_is_written(string settings, string expected)
    {
        _workspace.Settings(settings);

        var error = Assert.Throws<DeploymentException>(() => _workspace.Kubernetes());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Empty(_workspace.Files);
    }

    [Fact]
    public void Replicas_are_for_what_keeps_no_state()
    {
        const string volume = """ "volumes": [{ "name": "v", "target": "/v" }] """;
        _workspace.Manifest(Workspace.Container("one"), Workspace.Container("two"), Workspace.Container("kept", volume))
            .Settings("""{ "resources": { "one": { "stateless": true }, "kept": { "stateless": true } } }""");
        _workspace.Kubernetes(_workspace.Options with { Replicas = 3 });
        var objects = Objects.Read(_workspace);

        Assert.Equal([("one", 3)], objects.OfType<V1Deployment>().Select(d => (d.Metadata.Name, d.Spec.Replicas ?? 0)));
        Assert.Equal([("kept", 1), ("two", 1)], objects.OfType<V1StatefulSet>().Select(s => (s.Metadata.Name, s.Spec.Replicas ?? 0)));

        _workspace.Compose(_workspace.Options with { ReplicasOf = new Dictionary<string, int> { ["one"] = 2 } });
        Assert.Equal("2", Text(Yaml.Parse(_workspace.Read("docker-compose.yaml"))["services"]!["one"]!["deploy"]!, "replicas"));

        var error = Assert.Throws<DeploymentException>(() =>
            _workspace.Compose(_workspace.Options with { ReplicasOf = new Dictionary<string, int> { ["kept"] = 2 } }));
        Assert.Contains("resource 'kept': cannot run 2 times: it keeps data in the volume 'v'", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _workspace.Dispose();

    private static string Text(JsonNode node, string property) => node[property]!.GetValue<string>();
}
