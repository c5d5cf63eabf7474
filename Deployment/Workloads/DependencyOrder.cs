using Tta.Deployment.Expressions;
using Tta.Deployment.Manifest;

namespace Tta.Deployment.Workloads;

/// <summary>Who starts after whom: a workload after those that it refers to.</summary>
internal static class DependencyOrder
{
    /// <summary>The workloads with what each depends on, each after those; the manifest's order where that leaves a choice.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="references">What refers to what.</param>
    /// <param name="notes">Is told of circles, which are legitimate between running programs but not in an order of starting.</param>
    public static IReadOnlyList<(ResourceDefinition Resource, IReadOnlyList<string> DependsOn)> Compute(
        AppManifest manifest, References references, List<string> notes)
    {
        var order = new List<(ResourceDefinition, IReadOnlyList<string>)>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        var path = new List<string>();
        foreach (var resource in manifest.Workloads)
        {
            Visit(resource);
        }

        return order;

        void Visit(ResourceDefinition resource)
        {
            if (done.Contains(resource.Name))
            {
                return;
            }

            path.Add(resource.Name);
            var referred = references.WorkloadsReferredToBy(resource);
            var dependsOn = new List<string>();
            foreach (var next in manifest.Workloads.Where(workload => referred.Contains(workload.Name)))
            {
                if (path.Contains(next.Name))
                {
                    notes.Add($"{resource.Name} does not wait for {next.Name}: they refer to each other.");
                    continue;
                }

                Visit(next);
                dependsOn.Add(next.Name);
            }

            path.Remove(resource.Name);
            done.Add(resource.Name);
            order.Add((resource, dependsOn));
        }
    }
}
