using System.Globalization;
using k8s;
using k8s.Models;
using Tta.Deployment.Tests.Support;

namespace Tta.Deployment.Tests.Kubernetes;

/// <summary>
/// Everything that the committed manifest holds arrives in Kubernetes' objects, as a strict reader of typed models sees them.
/// </summary>
public sealed class CommittedManifestTests : IDisposable
{
    private readonly Workspace _workspace = new();
    private readonly IReadOnlyList<IKubernetesObject<V1ObjectMeta>> _objects;

    public CommittedManifestTests()
    {
        _workspace.Kubernetes(Committed.Options(_workspace));
        _objects = Objects.Read(_workspace);
    }

    public static TheoryData<string> Workloads => Committed.WorkloadNames;

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Image_entrypoint_and_arguments_are_the_manifests(string name)
    {
        var (resource, container) = (Committed.Resources[name]!, Pod(name).Containers.Single());
        var entrypoint = resource["entrypoint"]?.GetValue<string>();

        Assert.Equal(resource["image"]?.GetValue<string>() ?? "demo-workers:latest", container.Image);
        Assert.Equal(entrypoint is null ? [] : [entrypoint], container.Command ?? []);
        Assert.Equal(resource.Texts("args").Select(Value), container.Args ?? []);
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Environment_is_the_manifests_and_what_is_secret_stands_in_a_secret(string name)
    {
        var resource = Committed.Resources[name]!;
        var secret = _objects.OfType<V1Secret>().SingleOrDefault(secret => secret.Metadata.Name == name);
        var variables = Pod(name).Containers.Single().Env ?? [];

        Assert.Equal(
            resource.Members("env").Select(variable => $"{variable.Key}={Value(variable.Value!.GetValue<string>())}"),
            variables.Select(variable => $"{variable.Name}={variable.Value ?? secret!.StringData[variable.ValueFrom.SecretKeyRef.Key]}"));
        Assert.All(variables, variable =>
        {
            var isSecret = resource["env"]![variable.Name]!.GetValue<string>() is var text
                && (text.Contains("password", StringComparison.Ordinal) || text.Contains("connectionString", StringComparison.Ordinal));
            Assert.Equal(isSecret, variable.ValueFrom is not null);
        });
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Bindings_are_ports_of_the_container_and_of_a_service_with_the_resources_name(string name)
    {
        var bindings = Committed.Resources[name]!.Members("bindings").Select(
            binding => (binding.Key, binding.Value!.TargetPort())).ToList();
        var service = _objects.OfType<V1Service>().Single(service => service.Metadata.Name == name);

        Assert.Equal(bindings, Pod(name).Containers.Single().Ports.Select(port => (port.Name, port.ContainerPort)));
        Assert.Equal(bindings, service.Spec.Ports.Select(port => (port.Name, port.Port)));
        Assert.All(service.Spec.Ports, port => Assert.Equal(port.Port, int.Parse(port.TargetPort.Value, CultureInfo.InvariantCulture)));
        Assert.Equal("ClusterIP", service.Spec.Type);
        Assert.Equal(Template(name).Metadata.Labels["app.kubernetes.io/name"], service.Spec.Selector["app.kubernetes.io/name"]);
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Bind_mounts_are_config_maps_that_give_back_every_file_in_its_folder(string name)
    {
        var pod = Pod(name);
        var mounts = pod.Containers.Single().VolumeMounts ?? [];
        foreach (var mount in Committed.Resources[name]!.Elements("bindMounts"))
        {
            var source = Repository.PathOf(mount["source"]!.GetValue<string>());
            var mounted = mounts.Single(m => m.MountPath == mount["target"]!.GetValue<string>());
            var volume = pod.Volumes.Single(v => v.Name == mounted.Name).ConfigMap;
            var map = _objects.OfType<V1ConfigMap>().Single(m => m.Metadata.Name == volume.Name);

            Assert.True(mounted.ReadOnlyProperty);
            Assert.Equal(
                Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).ToDictionary(
                    file => Path.GetRelativePath(source, file), File.ReadAllText),
                volume.Items.ToDictionary(item => item.Path, item => map.Data[item.Key]));
            Assert.Equal(map.Data.Keys.Order(), volume.Items.Select(item => item.Key).Order());
        }
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Volumes_are_claims_and_what_has_them_is_a_stateful_set(string name)
    {
        var volumes = Committed.Resources[name]!.Elements("volumes").ToList();
        var pod = Pod(name);

        foreach (var volume in volumes)
        {
            var mount = pod.Containers.Single().VolumeMounts.Single(m => m.MountPath == volume["target"]!.GetValue<string>());
            var claim = pod.Volumes.Single(v => v.Name == mount.Name).PersistentVolumeClaim.ClaimName;
            Assert.Equal(volume["name"]!.GetValue<string>(), claim);
            Assert.Contains(_objects.OfType<V1PersistentVolumeClaim>(), c => c.Metadata.Name == claim
                && c.Spec.Resources.Requests.ContainsKey("storage"));
        }

        var isStateful = volumes.Count > 0 || name is "otel-collector" or "tta-agent-orchestrator";
        Assert.Equal(isStateful, _objects.OfType<V1StatefulSet>().Any(set => set.Metadata.Name == name));
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Pods_are_unprivileged_bounded_and_asked_whether_they_are_ready(string name)
    {
        var pod = Pod(name);
        var container = pod.Containers.Single();

        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.NotEqual(0, pod.SecurityContext.RunAsUser);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.False(pod.EnableServiceLinks);
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.True(container.Resources.Limits.ContainsKey("memory"));
        Assert.True(container.Resources.Requests.ContainsKey("cpu"));
        Assert.NotNull(container.ReadinessProbe);
    }

    [Fact]
    public void The_kustomization_names_every_file_and_no_other()
    {
        var kustomization = Yaml.Parse(_workspace.Read("kustomization.yaml"));

        Assert.Equal(
            _workspace.Files.Keys.Where(file => file.EndsWith(".yaml", StringComparison.Ordinal) && file != "kustomization.yaml").Order(),
            kustomization.Texts("resources").Order());
    }

    [Fact]
    public void Secrets_are_in_files_that_only_their_owner_may_read()
    {
        var secret = _workspace.Env["CACHE_PASSWORD"];
        var holders = Directory.EnumerateFiles(_workspace.Output)
            .Where(file => File.ReadAllText(file).Contains(secret, StringComparison.Ordinal)).ToList();

        Assert.Equal([".env", "cache-secret.yaml", "tta-cache-layer-secret.yaml"], holders.Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal));
        Assert.All(holders, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void The_strict_reader_would_notice_a_field_that_does_not_exist() =>
        Assert.ThrowsAny<Exception>(() =>
            KubernetesYaml.Deserialize<V1Service>("apiVersion: v1\nkind: Service\nspec:\n  colour: red\n", strict: true));

    public void Dispose() => _workspace.Dispose();

    private V1PodTemplateSpec Template(string name) =>
        _objects.OfType<V1Deployment>().Where(d => d.Metadata.Name == name).Select(d => d.Spec.Template)
            .Concat(_objects.OfType<V1StatefulSet>().Where(s => s.Metadata.Name == name).Select(s => s.Spec.Template)).Single();

    private V1PodSpec Pod(string name) => Template(name).Spec;

    private string Value(string text) => Committed.Resolve(text, variable => _workspace.Env[variable]);
}
