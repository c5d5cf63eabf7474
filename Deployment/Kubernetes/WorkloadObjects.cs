using k8s;
using k8s.Models;
using Tta.Deployment.Workloads;

namespace Tta.Deployment.Kubernetes;

/// <summary>The objects of one workload.</summary>
internal sealed class WorkloadObjects
{
    // What a claim asks for when nobody says how much.
    private const long DefaultStorage = 1L << 30;

    private readonly Workload _workload;
    private readonly string _application;
    private readonly ContainerEnvironment _environment;
    private readonly IReadOnlyList<MountedFiles> _files;

    public WorkloadObjects(Workload workload, string application)
    {
        KubernetesNames.Require(workload);
        _workload = workload;
        _application = application;
        _environment = new ContainerEnvironment(workload);
        _files = [.. workload.BindMounts.Select(mount => new MountedFiles(mount))];
    }

    /// <summary>The Secret; <see langword="null"/> when there is nothing secret.</summary>
    public V1Secret? Secret => _environment.ToSecret(Metadata(_workload.Name));

    /// <summary>Everything else, in an order that a cluster can follow. Claims are the plan's, since workloads may share them.</summary>
    public IEnumerable<IKubernetesObject> Objects()
    {
        for (var i = 0; i < _files.Count; i++)
        {
            yield return _files[i].ToConfigMap(Metadata(PodTemplate.ConfigMapName(_workload, i)));
        }

        if (_workload.Bindings.Count > 0)
        {
            yield return Service(_workload.Name, "ClusterIP", _workload.Bindings);
        }

        if (_workload.Bindings.Where(binding => binding.Definition.IsExternal).ToList() is { Count: > 0 } external)
        {
            yield return Service(_workload.Name + "-external", "LoadBalancer", external);
        }

        yield return _workload.IsStateless ? Deployment() : StatefulSet();
    }

    /// <summary>The claim of a volume.</summary>
    public V1PersistentVolumeClaim Claim(string volume, string? storageClass) => new()
    {
        ApiVersion = "v1",
        Kind = "PersistentVolumeClaim",
        Metadata = Metadata(volume),
        Spec = new V1PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"],
            StorageClassName = storageClass,
            Resources = new V1VolumeResourceRequirements
            {
                Requests = new Dictionary<string, ResourceQuantity>
                {
                    ["storage"] = new($"{(_workload.Settings.Storage ?? DefaultStorage) >> 20}Mi"),
                },
            },
        },
    };

    private V1ObjectMeta Metadata(string name) => new() { Name = name, Labels = Labels() };

    private Dictionary<string, string> Labels() => new()
    {
        ["app.kubernetes.io/name"] = _workload.Name,
        ["app.kubernetes.io/part-of"] = _application,
    };

    private Dictionary<string, string> Selector() => new() { ["app.kubernetes.io/name"] = _workload.Name };

    private V1Service Service(string name, string type, IReadOnlyList<WorkloadBinding> bindings) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = Metadata(name),
        Spec = new V1ServiceSpec
        {
            Type = type,
            Selector = Selector(),
            Ports = [.. bindings.Select(binding => new V1ServicePort
            {
                Name = binding.Name,
                Port = type == "LoadBalancer" ? binding.Definition.Port ?? binding.TargetPort : binding.TargetPort,
                TargetPort = binding.TargetPort,
                Protocol = binding.Definition.IsUdp ? "UDP" : "TCP",
                // HTTP/2 without TLS is what a proxy cannot guess.
                AppProtocol = binding.Definition.Transport == "http2" ? "kubernetes.io/h2c" : null,
            })],
        },
    };

    private V1Deployment Deployment() => new()
    {
        ApiVersion = "apps/v1",
        Kind = "Deployment",
        Metadata = Metadata(_workload.Name),
        Spec = new V1DeploymentSpec
        {
            Replicas = _workload.Replicas,
            Selector = new V1LabelSelector { MatchLabels = Selector() },
            Template = PodTemplate.Create(_workload, _environment, _files, Labels()),
        },
    };

    // A StatefulSet never runs a second pod of the same name, not even while a node is out of reach; a Deployment would.
    private V1StatefulSet StatefulSet() => new()
    {
        ApiVersion = "apps/v1",
        Kind = "StatefulSet",
        Metadata = Metadata(_workload.Name),
        Spec = new V1StatefulSetSpec
        {
            ServiceName = _workload.Name,
            Replicas = _workload.Replicas,
            Selector = new V1LabelSelector { MatchLabels = Selector() },
            Template = PodTemplate.Create(_workload, _environment, _files, Labels()),
        },
    };
}
