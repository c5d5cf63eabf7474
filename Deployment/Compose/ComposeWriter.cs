using System.Globalization;
using Tta.Deployment.Output;
using Tta.Deployment.Settings;
using Tta.Deployment.Workloads;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Tta.Deployment.Compose;

/// <summary>Writes a plan as a Compose file.</summary>
internal static class ComposeWriter
{
    public const string FileName = "docker-compose.yaml";

    private static readonly ISerializer Yaml = new SerializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull | DefaultValuesHandling.OmitEmptyCollections)
        .WithQuotingNecessaryStrings(quoteYaml1_1Strings: true)
        .WithIndentedSequences()
        .WithNewLine("\n")
        .DisableAliases()
        .Build();

    /// <summary>The Compose file.</summary>
    /// <param name="plan">What is to run.</param>
    /// <param name="outputDirectory">Where the file will be: its paths are relative to that.</param>
    /// <param name="notes">Is told what whoever deploys should know.</param>
    /// <exception cref="DeploymentException">Compose would refuse it.</exception>
    public static OutputFile Write(DeploymentPlan plan, string outputDirectory, List<string> notes) =>
        new(FileName, OutputFile.Header + Yaml.Serialize(Model(plan, outputDirectory, notes)));

    /// <summary>The Compose file before it is text.</summary>
    public static ComposeFile Model(DeploymentPlan plan, string outputDirectory, List<string> notes)
    {
        var ports = new PublishedPorts(plan.Workloads, notes);
        var healthy = plan.Workloads
            .Where(workload => workload.Settings.HealthCommand is not null)
            .Select(workload => workload.Name)
            .ToHashSet();
        var services = new OrderedDictionary<string, ComposeService>(StringComparer.Ordinal);
        var volumes = new OrderedDictionary<string, ComposeVolume>(StringComparer.Ordinal);
        foreach (var workload in plan.Workloads)
        {
            services.Add(workload.Name, Service(workload, ports, healthy, outputDirectory));
            foreach (var volume in workload.Volumes)
            {
                volumes[volume.Name] = EngineNames.IsVolume(volume.Name)
                    ? new ComposeVolume(volume.Name)
                    : throw volume.At.Error(
                        $"'{volume.Name}' cannot name a volume: letters, digits, '_', '.' and '-', beginning with a letter "
                        + "or digit; rename it.");
            }
        }

        return new ComposeFile { Services = services, Volumes = volumes };
    }

    private static ComposeService Service(Workload workload, PublishedPorts ports, HashSet<string> healthy, string outputDirectory)
    {
        foreach (var name in workload.Env.Keys.Where(name => !EngineNames.IsVariable(name)))
        {
            throw workload.At.Error(
                $"'{name}' cannot name an environment variable: letters, digits, '_', '-' and '.', no digit first; rename it.");
        }

        var settings = workload.Settings;
        var isUnprivileged = settings.User is not null;
        return new ComposeService
        {
            Image = ComposeText.Escape(workload.Image),
            User = User(settings),
            Entrypoint = workload.Entrypoint is { } entrypoint ? [ComposeText.Of(entrypoint)] : null,
            Command = [.. workload.Args.Select(ComposeText.Of)],
            Environment = new OrderedDictionary<string, string>(
                workload.Env.Select(variable => KeyValuePair.Create(variable.Key, ComposeText.Of(variable.Value)))),
            Ports = ports.Of(workload),
            Volumes = Mounts(workload, outputDirectory),
            DependsOn = new OrderedDictionary<string, ComposeDependency>(workload.DependsOn.Select(other =>
                KeyValuePair.Create(other, new ComposeDependency(healthy.Contains(other) ? "service_healthy" : "service_started")))),
            Healthcheck = Healthcheck(settings),
            Restart = "unless-stopped",
            StopGracePeriod = settings.StopSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds}s") : null,
            Cpus = settings.Cpu?.Limit / 1000m,
            MemLimit = Bytes(settings.Memory?.Limit),
            MemReservation = Bytes(settings.Memory?.Request),
            CapDrop = isUnprivileged ? ["ALL"] : null,
            SecurityOpt = isUnprivileged ? ["no-new-privileges:true"] : null,
            Deploy = workload.Replicas > 1 ? new ComposeDeploy(workload.Replicas) : null,
        };
    }

    // Volumes first: a folder may be mounted inside one.
    private static List<ComposeMount> Mounts(Workload workload, string outputDirectory) =>
    [
        .. workload.Volumes.Select(volume => new ComposeMount("volume", volume.Name, volume.Target, volume.IsReadOnly)),
        .. workload.BindMounts.Select(mount => new ComposeMount(
            "bind",
            ComposeText.Escape(RelativePath(outputDirectory, mount.Source)),
            mount.Definition.Target,
            mount.Definition.IsReadOnly)),
    ];

    private static string RelativePath(string from, string to)
    {
        var path = Path.GetRelativePath(from, to).Replace('\\', '/');
        return path.StartsWith('.') || Path.IsPathRooted(path) ? path : "./" + path;
    }

    private static string? User(ResourceSettings settings) => settings switch
    {
        { User: { } user, Group: { } group } => string.Create(CultureInfo.InvariantCulture, $"{user}:{group}"),
        { User: { } user } => user.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static ComposeHealthcheck? Healthcheck(ResourceSettings settings) => settings.HealthCommand is { } command
        ? new ComposeHealthcheck(["CMD", .. command.Select(ComposeText.Escape)], "5s", "5s", 12, "30s")
        : null;

    private static string? Bytes(long? bytes) =>
        bytes is { } amount ? string.Create(CultureInfo.InvariantCulture, $"{amount >> 20}m") : null;
}
