using k8s;
using k8s.Models;
using Tta.Deployment.Output;
using Tta.Deployment.Workloads;

namespace Tta.Deployment.Kubernetes;

/// <summary>
/// Writes a plan as Kubernetes objects: a file for each workload, one for its Secret, one for the claims, and a kustomization.
/// </summary>
internal static class KubernetesWriter
{
    private const string ClaimsFile = "claims.yaml";
    private const string NamespaceFile = "namespace.yaml";

    /// <summary>The files.</summary>
    /// <param name="plan">What is to run.</param>
    /// <param name="options">Namespace and storage class.</param>
    /// <exception cref="DeploymentException">A cluster would refuse it.</exception>
    public static IReadOnlyList<OutputFile> Write(DeploymentPlan plan, DeploymentOptions options)
    {
        var files = new List<OutputFile>();
        if (options.Namespace is { } space)
        {
            KubernetesNames.RequireNamespace(space);
            files.Add(File(NamespaceFile, [new V1Namespace
            {
                ApiVersion = "v1",
                Kind = "Namespace",
                Metadata = new V1ObjectMeta { Name = space },
            }]));
        }

        var workloads = plan.Workloads.Select(workload => (Workload: workload, Objects: new WorkloadObjects(workload, plan.Name))).ToList();
        var claims = workloads
            .SelectMany(pair => pair.Workload.Volumes.Select(volume => (pair.Objects, volume.Name)))
            .DistinctBy(volume => volume.Name)
            .Select(volume => volume.Objects.Claim(volume.Name, options.StorageClass))
            .ToList();
        if (claims.Count > 0)
        {
            files.Add(File(ClaimsFile, claims));
        }

        foreach (var (workload, objects) in workloads)
        {
            if (objects.Secret is { } secret)
            {
                files.Add(File($"{workload.Name}-secret.yaml", [secret], isPrivate: true));
            }

            files.Add(File($"{workload.Name}.yaml", objects.Objects()));
        }

        var kustomization = new Kustomization(options.Namespace, [.. files.Select(file => file.Name)]);
        files.Add(new OutputFile(Kustomization.FileName, OutputFile.Header + kustomization.ToYaml()));
        RequireDistinct(files);
        return files;
    }

    private static OutputFile File(string name, IEnumerable<IKubernetesObject> objects, bool isPrivate = false) =>
        ReadBack(new(name, OutputFile.Header + string.Join("---\n", objects.Select(Serialize)), isPrivate));

    // As strictly as a cluster does: what has a field that the models do not know never leaves this program.
    private static OutputFile ReadBack(OutputFile file)
    {
        KubernetesYaml.LoadAllFromString(file.Text, strict: true);
        return file;
    }

    private static string Serialize(IKubernetesObject value) =>
        KubernetesYaml.Serialize(value).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";

    // A resource may be called claims, or x and x-secret stand side by side.
    private static void RequireDistinct(List<OutputFile> files)
    {
        if (files.GroupBy(file => file.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new DeploymentException(
                $"two resources would be written to {twice.Key}; rename the resource {twice.Key[..^".yaml".Length]}.");
        }
    }
}
