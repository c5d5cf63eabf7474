using k8s;
using k8s.Models;

namespace Tta.Deployment.Tests.Support;

/// <summary>Kubernetes' objects in an output folder, read strictly: a field that the models do not have is an error.</summary>
internal static class Objects
{
    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Read(Workspace workspace) =>
    [
        .. workspace.Files
            .Where(file => file.Key.EndsWith(".yaml", StringComparison.Ordinal) && file.Key != "kustomization.yaml")
            .SelectMany(file => KubernetesYaml.LoadAllFromString(file.Value, strict: true))
            .Cast<IKubernetesObject<V1ObjectMeta>>(),
    ];
}
