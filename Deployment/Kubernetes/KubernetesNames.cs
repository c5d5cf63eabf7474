using Tta.Deployment.Workloads;

namespace Tta.Deployment.Kubernetes;

/// <summary>Refuses names that a cluster would refuse, before anything is written.</summary>
internal static class KubernetesNames
{
    public static void Require(Workload workload)
    {
        if (!EngineNames.IsLabel(workload.Name))
        {
            throw workload.At.Error($"'{workload.Name}' cannot name a Service: {EngineNames.LabelRule}; rename the resource.");
        }

        foreach (var binding in workload.Bindings.Where(binding => !EngineNames.IsLabel(binding.Name)))
        {
            throw binding.Definition.At.Error($"'{binding.Name}' cannot name a port: {EngineNames.LabelRule}; rename the binding.");
        }

        foreach (var volume in workload.Volumes.Where(volume => !EngineNames.IsLabel(volume.Name)))
        {
            throw volume.At.Error($"'{volume.Name}' cannot name a claim: {EngineNames.LabelRule}; rename the volume.");
        }

        foreach (var name in workload.Env.Keys.Where(name => !EngineNames.IsVariable(name)))
        {
            throw workload.At.Error(
                $"'{name}' cannot name an environment variable: letters, digits, '_', '-' and '.', no digit first; rename it.");
        }
    }

    public static void RequireNamespace(string name)
    {
        if (!EngineNames.IsLabel(name))
        {
            throw new DeploymentException($"--namespace {name}: expected {EngineNames.LabelRule}.");
        }
    }
}
