using System.Globalization;
using Tta.Deployment.Workloads;

namespace Tta.Deployment.Compose;

/// <summary>
/// The ports of the machine: external bindings on all its addresses, others on loopback only. Without settings an external binding gets its
/// own port and another one gets it if it is free: resources reach each other without.
/// </summary>
internal sealed class PublishedPorts
{
    private const string Loopback = "127.0.0.1:";

    private readonly Dictionary<(int Port, bool IsUdp), string> _holders = [];
    private readonly Dictionary<(string Workload, string Binding), int> _ports = [];

    /// <summary>Gives out the ports.</summary>
    /// <exception cref="DeploymentException">Two bindings have to have the same port, or several replicas one.</exception>
    public PublishedPorts(IReadOnlyList<Workload> workloads, List<string> notes)
    {
        var bindings = workloads
            .SelectMany(workload => workload.Bindings.Select(binding => (Workload: workload, Binding: binding)))
            .ToList();
        foreach (var (workload, binding) in bindings)
        {
            if (Demanded(workload, binding) is { } port)
            {
                Demand(workload, binding, port);
            }
        }

        foreach (var (workload, binding) in bindings.Where(pair => IsWelcome(pair.Workload, pair.Binding)))
        {
            var port = binding.Definition.Port ?? binding.Definition.TargetPort!.Value;
            if (!_holders.TryAdd((port, binding.Definition.IsUdp), workload.Name))
            {
                var holder = _holders[(port, binding.Definition.IsUdp)];
                notes.Add($"{workload.Name}: its binding '{binding.Name}' is not published, {holder} has port {port}; "
                    + "\"publish\" in deployment.json gives it another.");
                continue;
            }

            _ports[(workload.Name, binding.Name)] = port;
        }
    }

    /// <summary>The published ports of a workload.</summary>
    public IReadOnlyList<string> Of(Workload workload) =>
    [
        .. from binding in workload.Bindings
           where _ports.ContainsKey((workload.Name, binding.Name))
           let address = binding.Definition.IsExternal ? "" : Loopback
           // Always said: 22:22 alone is a number to base 60 in YAML 1.1.
           let protocol = binding.Definition.IsUdp ? "udp" : "tcp"
           select string.Create(
               CultureInfo.InvariantCulture, $"{address}{_ports[(workload.Name, binding.Name)]}:{binding.TargetPort}/{protocol}"),
    ];

    // What the settings or an external binding ask for has to be.
    private static int? Demanded(Workload workload, WorkloadBinding binding)
    {
        if (workload.Settings.Publish is { } publish)
        {
            return publish.TryGetValue(binding.Name, out var port) ? port : null;
        }

        return binding.Definition.IsExternal ? binding.Definition.Port ?? binding.TargetPort : null;
    }

    // What has a port that people know, as long as one container alone has it.
    private static bool IsWelcome(Workload workload, WorkloadBinding binding) =>
        workload is { Settings.Publish: null, Replicas: 1 }
        && !binding.Definition.IsExternal
        && (binding.Definition.Port ?? binding.Definition.TargetPort) is not null;

    private void Demand(Workload workload, WorkloadBinding binding, int port)
    {
        if (workload.Replicas > 1)
        {
            throw workload.At.Error(
                $"its binding '{binding.Name}' is published on port {port}, which {workload.Replicas} replicas cannot share; "
                + "put a proxy in front, or say \"publish\": {} in deployment.json.");
        }

        if (!_holders.TryAdd((port, binding.Definition.IsUdp), workload.Name))
        {
            throw workload.At.Error(
                $"its binding '{binding.Name}' is to have port {port}, which '{_holders[(port, binding.Definition.IsUdp)]}' "
                + "has already; give one of them another under \"publish\" in deployment.json.");
        }

        _ports[(workload.Name, binding.Name)] = port;
    }
}
