using k8s.Models;
using Tta.Deployment.Tests.Support;

namespace Tta.Deployment.Tests.Kubernetes;

public sealed class KubernetesObjectsTests : IDisposable
{
    private readonly Workspace _workspace = new();

    [Fact]
    public void A_folder_that_a_config_map_cannot_hold_is_refused()
    {
        _workspace.Write("big/a.txt", new string('a', 700_000)).Write("big/b.txt", new string('b', 700_000))
            .Manifest(Workspace.Container("app", """ "bindMounts": [{ "source": "big", "target": "/big", "readOnly": true }] """));

        AssertFails("property 'bindMounts[0]': 'big' holds 1,400,010 bytes, and a ConfigMap at most 1,048,576; mount a part of it");
    }

    [Fact]
    public void A_single_file_is_mounted_over_a_file_and_bytes_that_are_no_text_stay_what_they_are()
    {
        _workspace.Write("c/x.bin", "").Manifest(
            Workspace.Container("app", """ "bindMounts": [{ "source": "c/x.bin", "target": "/etc/x.bin" }] """));
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(_workspace.ManifestPath)!, "c/x.bin"), [0xFF, 0x00, 0x80]);
        _workspace.Kubernetes();
        var objects = Objects.Read(_workspace);

        Assert.Equal([0xFF, 0x00, 0x80], objects.OfType<V1ConfigMap>().Single().BinaryData["x.bin"]);
        Assert.Equal("x.bin", objects.OfType<V1StatefulSet>().Single().Spec.Template.Spec.Containers[0].VolumeMounts.Single().SubPath);
    }

    [Fact]
    public void Two_files_that_would_have_the_same_key_are_an_error()
    {
        _workspace.Write("c/a/b", "1").Write("c/a.b", "2")
            .Manifest(Workspace.Container("app", """ "bindMounts": [{ "source": "c", "target": "/c" }] """));

        AssertFails("would both be the key 'a.b' of a ConfigMap; rename one of them");
    }

    [Theory]
    [InlineData("App", "\"env\": {}", "'App' cannot name a Service")]
    [InlineData("my_app", "\"env\": {}", "'my_app' cannot name a Service")]
    [InlineData("app", "\"bindings\": { \"Http\": { \"targetPort\": 80 } }", "'Http' cannot name a port")]
    [InlineData("app", "\"volumes\": [{ \"name\": \"My.Data\", \"target\": \"/data\" }]", "'My.Data' cannot name a claim")]
    [InlineData("app", "\"env\": { \"9X\": \"\" }", "'9X' cannot name an environment variable")]
    public void A_name_that_a_cluster_refuses_is_refused(string name, string members, string expected)
    {
        _workspace.Manifest(Workspace.Container(name, members));

        AssertFails(expected);
    }

    [Fact]
    public void A_changed_file_makes_new_pods()
    {
        _workspace.Write("c/a", "1").Manifest(Workspace.Container("app", """ "bindMounts": [{ "source": "c", "target": "/c" }] """));
        var before = Checksum();
        Assert.Equal(before, Checksum());

        _workspace.Write("c/a", "2");

        Assert.NotEqual(before, Checksum());
    }

    [Fact]
    public void A_secret_argument_comes_from_a_secret_and_a_dollar_stays_one()
    {
        _workspace.Manifest(
            Workspace.Container("app", """ "args": ["--password={pw.value}", "$HOME $(date) $$"] """),
            Workspace.Parameter("pw", isSecret: true));
        _workspace.Kubernetes();
        var objects = Objects.Read(_workspace);
        var container = objects.OfType<V1StatefulSet>().Single().Spec.Template.Spec.Containers[0];

        Assert.Equal(["$(args.0)", "$HOME $$(date) $$$"], container.Args);
        Assert.Equal("args.0", container.Env.Single().ValueFrom.SecretKeyRef.Key);
        Assert.Equal($"--password={_workspace.Env["PW"]}", objects.OfType<V1Secret>().Single().StringData["args.0"]);
    }

    [Fact]
    public void An_external_binding_has_a_load_balancer_beside_the_service_that_the_others_use()
    {
        _workspace.Manifest(Workspace.Container(
            "app",
            """
            "bindings": {
              "web": { "external": true, "port": 80, "targetPort": 8000, "transport": "http2" }, "admin": { "targetPort": 8001 } }
            """));
        _workspace.Kubernetes();
        var services = Objects.Read(_workspace).OfType<V1Service>().ToDictionary(service => service.Metadata.Name, service => service.Spec);

        Assert.Equal(["web 8000 kubernetes.io/h2c", "admin 8001 "], services["app"].Ports
            .Select(port => $"{port.Name} {port.Port} {port.AppProtocol}"));
        Assert.Equal("LoadBalancer", services["app-external"].Type);
        Assert.Equal([("web", 80)], services["app-external"].Ports.Select(port => (port.Name, port.Port)));
    }

    [Fact]
    public void Namespace_and_storage_class_are_what_was_asked_for()
    {
        _workspace.Manifest(Workspace.Container("app", """ "volumes": [{ "name": "data", "target": "/data" }] """))
            .Settings("""{ "resources": { "app": { "storage": "3Gi", "user": 7, "group": 8 } } }""");
        _workspace.Kubernetes(_workspace.Options with { Namespace = "shop", StorageClass = "fast" });
        var objects = Objects.Read(_workspace);
        var claim = objects.OfType<V1PersistentVolumeClaim>().Single();

        Assert.Equal("shop", objects.OfType<V1Namespace>().Single().Metadata.Name);
        Assert.Equal("shop", Yaml.Parse(_workspace.Read("kustomization.yaml"))["namespace"]!.GetValue<string>());
        Assert.Equal(("fast", "3Gi"), (claim.Spec.StorageClassName, claim.Spec.Resources.Requests["storage"].ToString()));
        Assert.Equal(8, objects.OfType<V1StatefulSet>().Single().Spec.Template.Spec.SecurityContext.FsGroup);
        Assert.Throws<DeploymentException>(() => _workspace.Kubernetes(_workspace.Options with { Namespace = "My Shop" }));
    }

    public void Dispose() => _workspace.Dispose();

    private string Checksum()
    {
        _workspace.Kubernetes();
        return Objects.Read(_workspace).OfType<V1StatefulSet>().Single().Spec.Template.Metadata.Annotations["checksum/config"];
    }

    private void AssertFails(string expected)
    {
        var error = Assert.Throws<DeploymentException>(() => _workspace.Kubernetes());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Matches(@"manifest\.json:\d+: resource '", error.Message);
        Assert.Empty(_workspace.Files);
    }
}
