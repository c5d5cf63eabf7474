using Tta.Deployment.Manifest;

namespace Tta.Deployment.Workloads;

/// <summary>The port inside the container of each binding.</summary>
internal sealed class TargetPorts
{
    // What Microsoft's images listen on, and the next ones for a project's further bindings.
    private const int FirstProjectPort = 8080;

    private readonly Dictionary<(string Resource, string Binding), int> _ports = [];

    /// <summary>Chooses the ports that the manifest leaves open.</summary>
    /// <exception cref="DeploymentException">An image's port is not known.</exception>
    public TargetPorts(AppManifest manifest)
    {
        foreach (var resource in manifest.Workloads)
        {
            var taken = resource.Bindings.Values.Select(binding => binding.TargetPort).OfType<int>().ToHashSet();
            foreach (var (name, binding) in resource.Bindings)
            {
                _ports[(resource.Name, name)] = binding.TargetPort ?? Choose(resource, binding, taken);
            }
        }
    }

    public int Of(string resource, string binding) => _ports[(resource, binding)];

    private static int Choose(ResourceDefinition resource, BindingDefinition binding, HashSet<int> taken)
    {
        if (!resource.IsProject)
        {
            throw binding.At.Error("'targetPort' is missing and an image's port cannot be guessed; add it (targetPort in the AppHost).");
        }

        var port = FirstProjectPort;
        while (!taken.Add(port))
        {
            port++;
        }

        return port;
    }
}
