using System.Globalization;
using System.Text.Json.Nodes;
using Tta.Deployment.Tests.Support;

namespace Tta.Deployment.Tests.Compose;

/// <summary>Everything that the committed manifest holds arrives in the Compose file.</summary>
public sealed class CommittedManifestTests : IDisposable
{
    private readonly Workspace _workspace = new();
    private readonly JsonObject _file;

    public CommittedManifestTests() => _file = Yaml.Parse(_workspace.Compose(Committed.Options(_workspace)));

    public static TheoryData<string> Workloads => Committed.WorkloadNames;

    [Fact]
    public void Every_container_and_project_is_a_service_and_nothing_else_is() =>
        Assert.Equal(Committed.Workloads.Select(w => w.Key).Order(), _file["services"]!.AsObject().Select(s => s.Key).Order());

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Image_entrypoint_and_arguments_are_the_manifests(string name)
    {
        var (resource, service) = Of(name);
        var entrypoint = resource["entrypoint"]?.GetValue<string>();

        Assert.Equal(resource["image"]?.GetValue<string>() ?? "demo-workers:latest", service["image"]!.GetValue<string>());
        Assert.Equal(entrypoint is null ? [] : [entrypoint], service.Texts("entrypoint"));
        Assert.Equal(resource.Texts("args").Select(Expected), service.Texts("command"));
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Environment_is_the_manifests_with_its_expressions_replaced(string name)
    {
        var (resource, service) = Of(name);

        Assert.Equal(
            resource.Members("env").Select(variable => $"{variable.Key}={Expected(variable.Value!.GetValue<string>())}"),
            service.Members("environment").Select(variable => $"{variable.Key}={variable.Value}"));
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Bind_mounts_lead_to_the_manifests_folders_read_only(string name)
    {
        var (resource, service) = Of(name);
        var mounts = service.Elements("volumes").Where(mount => mount["type"]!.GetValue<string>() == "bind").ToList();

        Assert.Equal(
            resource.Elements("bindMounts").Select(
                mount => (Repository.PathOf(mount["source"]!.GetValue<string>()), mount["target"]!.GetValue<string>())),
            mounts.Select(mount =>
                (Path.GetFullPath(mount["source"]!.GetValue<string>(), _workspace.Output), mount["target"]!.GetValue<string>())));
        Assert.All(mounts, mount => Assert.Equal("true", mount["read_only"]!.GetValue<string>()));
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Volumes_have_the_manifests_names(string name)
    {
        var (resource, service) = Of(name);
        var volumes = service.Elements("volumes").Where(mount => mount["type"]!.GetValue<string>() == "volume").ToList();

        Assert.Equal(
            resource.Elements("volumes").Select(volume => (volume["name"]!.GetValue<string>(), volume["target"]!.GetValue<string>())),
            volumes.Select(volume => (volume["source"]!.GetValue<string>(), volume["target"]!.GetValue<string>())));
        Assert.All(volumes, volume =>
        {
            var source = volume["source"]!.GetValue<string>();
            Assert.Equal(source, _file["volumes"]![source]!["name"]!.GetValue<string>());
        });
    }

    [Fact]
    public void What_people_open_is_published_on_loopback_only()
    {
        var ports = _file["services"]!.AsObject()
            .SelectMany(service => service.Value!.Texts("ports").Select(port => $"{service.Key} {port}"));

        Assert.Equal(
            [
                "alertmanager 127.0.0.1:9093:9093/tcp",
                "cache 127.0.0.1:6379:6379/tcp",
                "grafana 127.0.0.1:3000:3000/tcp",
                "jaeger 127.0.0.1:16686:16686/tcp",
                "otel-collector 127.0.0.1:4317:4317/tcp",
                "otel-collector 127.0.0.1:4318:4318/tcp",
                "prometheus 127.0.0.1:9090:9090/tcp",
                "pushgateway 127.0.0.1:9091:9091/tcp",
            ],
            ports.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void A_service_starts_after_those_whose_bindings_it_uses(string name)
    {
        var (resource, service) = Of(name);
        var text = resource["env"]?.ToJsonString() ?? "";
        var used = Committed.Workloads.Select(other => other.Key).Where(other =>
            other != name && (text.Contains($"{{{other}.bindings.", StringComparison.Ordinal)
                || text.Contains($"{{{other}.connectionString}}", StringComparison.Ordinal)));

        Assert.Equal(used.Order(), service.Members("depends_on").Select(other => other.Key).Order());
        Assert.All(service.Members("depends_on"), other => Assert.Equal(
            _file["services"]![other.Key]!["healthcheck"] is null ? "service_started" : "service_healthy",
            other.Value!["condition"]!.GetValue<string>()));
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void A_service_is_unprivileged_bounded_and_started_again(string name)
    {
        var service = Of(name).Service;

        Assert.NotEqual(0, int.Parse(service["user"]!.GetValue<string>().Split(':')[0], CultureInfo.InvariantCulture));
        Assert.Equal(["ALL"], service.Texts("cap_drop"));
        Assert.Equal(["no-new-privileges:true"], service.Texts("security_opt"));
        Assert.Equal("unless-stopped", service["restart"]!.GetValue<string>());
        Assert.EndsWith("m", service["mem_limit"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotNull(service["cpus"]);
    }

    [Fact]
    public void No_secret_is_in_the_file()
    {
        var secrets = _workspace.Env
            .Where(variable => variable.Key.Contains("PASSWORD", StringComparison.Ordinal))
            .Select(variable => variable.Value)
            .ToList();

        Assert.Equal(3, secrets.Count);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, _workspace.Read("docker-compose.yaml"), StringComparison.Ordinal));
    }

    public void Dispose() => _workspace.Dispose();

    private (JsonNode Resource, JsonNode Service) Of(string name) => (Committed.Resources[name]!, _file["services"]![name]!);

    // A dollar of the manifest's own is doubled; a parameter is a variable of .env.
    private static string Expected(string text) => Committed.Resolve(
        text.Replace("$", "$$", StringComparison.Ordinal), variable => $"${{{variable}:?is missing in .env}}");
}
