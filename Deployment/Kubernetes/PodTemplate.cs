using System.Globalization;
using System.Security.Cryptography;
using k8s.Models;
using Tta.Deployment.Settings;
using Tta.Deployment.Workloads;

namespace Tta.Deployment.Kubernetes;

/// <summary>The pods of a workload.</summary>
internal static class PodTemplate
{
    /// <summary>The template.</summary>
    /// <param name="workload">What is to run.</param>
    /// <param name="environment">Its variables and arguments.</param>
    /// <param name="files">The files of its bind mounts, in their order.</param>
    /// <param name="labels">The pods' labels.</param>
    public static V1PodTemplateSpec Create(
        Workload workload, ContainerEnvironment environment, IReadOnlyList<MountedFiles> files, IDictionary<string, string> labels) => new()
        {
            Metadata = new V1ObjectMeta { Labels = labels, Annotations = Annotations(files) },
            Spec = new V1PodSpec
            {
                AutomountServiceAccountToken = false,
                // Variables such as CACHE_PORT=tcp://… of a Service called cache would be read as settings.
                EnableServiceLinks = false,
                TerminationGracePeriodSeconds = workload.Settings.StopSeconds,
                SecurityContext = PodSecurity(workload.Settings),
                Containers = [Container(workload, environment, files)],
                Volumes = Volumes(workload, files),
            },
        };

    /// <summary>The name of a bind mount's ConfigMap.</summary>
    public static string ConfigMapName(Workload workload, int index) =>
        workload.BindMounts.Count == 1 ? workload.Name : string.Create(CultureInfo.InvariantCulture, $"{workload.Name}-{index}");

    // Pods read their files once: another content makes another template, and so new pods.
    private static Dictionary<string, string>? Annotations(IReadOnlyList<MountedFiles> files)
    {
        if (files.Count == 0)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var mount in files)
        {
            mount.AppendTo(hash);
        }

        return new() { ["checksum/config"] = Convert.ToHexStringLower(hash.GetHashAndReset()) };
    }

    private static V1Container Container(Workload workload, ContainerEnvironment environment, IReadOnlyList<MountedFiles> files) => new()
    {
        Name = workload.Name,
        Image = workload.Image,
        ImagePullPolicy = "IfNotPresent",
        Command = environment.Command,
        Args = environment.Args,
        Env = environment.Variables,
        Ports = workload.Bindings.Count == 0 ? null : [.. workload.Bindings.Select(binding => new V1ContainerPort
        {
            Name = EngineNames.IsPort(binding.Name) ? binding.Name : null,
            ContainerPort = binding.TargetPort,
            Protocol = binding.Definition.IsUdp ? "UDP" : "TCP",
        })],
        VolumeMounts = Mounts(workload, files),
        Resources = Resources(workload.Settings),
        ReadinessProbe = Probe(workload, workload.Settings.Readiness, period: 5, failures: 3),
        LivenessProbe = Probe(workload, workload.Settings.Liveness, period: 10, failures: 6),
        // Until it has begun to live it is not asked whether it still does: two minutes.
        StartupProbe = Probe(workload, workload.Settings.Liveness, period: 2, failures: 60),
        SecurityContext = workload.Settings.User is null ? null : new V1SecurityContext
        {
            AllowPrivilegeEscalation = false,
            Capabilities = new V1Capabilities { Drop = ["ALL"] },
        },
    };

    private static V1PodSecurityContext? PodSecurity(ResourceSettings settings) => settings.User is { } user
        ? new V1PodSecurityContext
        {
            RunAsNonRoot = true,
            RunAsUser = user,
            RunAsGroup = settings.Group ?? user,
            FsGroup = settings.Group ?? user,
            SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
        }
        : null;

    private static V1Probe? Probe(Workload workload, ProbeSettings? settings, int period, int failures)
    {
        if (settings is null)
        {
            return null;
        }

        var port = workload.BindingOf(settings).TargetPort;
        return new V1Probe
        {
            HttpGet = settings.Path is { } path ? new V1HTTPGetAction { Path = path, Port = port } : null,
            TcpSocket = settings.Path is null ? new V1TCPSocketAction { Port = port } : null,
            PeriodSeconds = period,
            TimeoutSeconds = 5,
            FailureThreshold = failures,
        };
    }

    private static V1ResourceRequirements? Resources(ResourceSettings settings)
    {
        var requests = Quantities(settings.Cpu?.Request, settings.Memory?.Request);
        var limits = Quantities(settings.Cpu?.Limit, settings.Memory?.Limit);
        return requests is null && limits is null ? null : new V1ResourceRequirements { Requests = requests, Limits = limits };
    }

    private static Dictionary<string, ResourceQuantity>? Quantities(long? milliCores, long? bytes)
    {
        var quantities = new Dictionary<string, ResourceQuantity>(StringComparer.Ordinal);
        if (milliCores is { } cores)
        {
            quantities.Add("cpu", new ResourceQuantity(string.Create(CultureInfo.InvariantCulture, $"{cores}m")));
        }

        if (bytes is { } memory)
        {
            quantities.Add("memory", new ResourceQuantity(string.Create(CultureInfo.InvariantCulture, $"{memory >> 20}Mi")));
        }

        return quantities.Count > 0 ? quantities : null;
    }

    // A mounted file must not hide the folder that it is in.
    private static List<V1VolumeMount>? Mounts(Workload workload, IReadOnlyList<MountedFiles> files)
    {
        List<V1VolumeMount> mounts =
        [
            .. workload.Volumes.Select(volume => new V1VolumeMount
            {
                Name = volume.Name,
                MountPath = volume.Target,
                ReadOnlyProperty = volume.IsReadOnly ? true : null,
            }),
            .. workload.BindMounts.Select((mount, index) => new V1VolumeMount
            {
                Name = VolumeName(index),
                MountPath = mount.Definition.Target,
                SubPath = files[index].IsFolder ? null : files[index].Items.Single().Path,
                ReadOnlyProperty = true,
            }),
        ];
        return mounts.Count > 0 ? mounts : null;
    }

    private static List<V1Volume>? Volumes(Workload workload, IReadOnlyList<MountedFiles> files)
    {
        List<V1Volume> volumes =
        [
            .. workload.Volumes.Select(volume => volume.Name).Distinct().Select(name => new V1Volume
            {
                Name = name,
                PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = name },
            }),
            .. files.Select((mount, index) => new V1Volume
            {
                Name = VolumeName(index),
                ConfigMap = new V1ConfigMapVolumeSource
                {
                    Name = ConfigMapName(workload, index),
                    Items = [.. mount.Items.Select(item => new V1KeyToPath { Key = item.Key, Path = item.Path })],
                },
            }),
        ];
        return volumes.Count > 0 ? volumes : null;
    }

    private static string VolumeName(int index) => string.Create(CultureInfo.InvariantCulture, $"mount-{index}");
}
