using Tta.Deployment.Expressions;
using Tta.Deployment.Manifest;
using Tta.Deployment.Settings;

namespace Tta.Deployment.Workloads;

/// <summary>Makes a plan of a manifest, its settings and what the command line says.</summary>
internal sealed class DeploymentPlanner
{
    private readonly DeploymentOptions _options;
    private readonly AppManifest _manifest;
    private readonly DeploymentSettings _settings;
    private readonly TargetPorts _ports;
    private readonly ParameterStore _parameters;
    private readonly ValueResolver _values;
    private readonly ProjectImages _images;
    private readonly List<string> _notes = [];

    private DeploymentPlanner(DeploymentOptions options, IReadOnlyDictionary<string, string> kept)
    {
        _options = options;
        _manifest = AppManifest.Load(options.ManifestPath);
        _settings = DeploymentSettings.Load(options.SettingsPath, _manifest);
        _ports = new TargetPorts(_manifest);
        _parameters = new ParameterStore(options.Parameters, options.Environment, kept);
        _values = new ValueResolver(_manifest, _ports.Of, _parameters);
        _images = new ProjectImages(_manifest.Directory, options.ImagePrefix, options.ImageTag);
    }

    /// <summary>Makes the plan.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="kept">Parameters' values from an earlier run: variable → value.</param>
    /// <exception cref="DeploymentException">It cannot be deployed as it is.</exception>
    public static DeploymentPlan Plan(DeploymentOptions options, IReadOnlyDictionary<string, string> kept) =>
        new DeploymentPlanner(options, kept).Plan();

    private DeploymentPlan Plan()
    {
        var parameters = _manifest.Resources.Values.Where(resource => resource.Type == "parameter.v0");
        RequireKnown("--parameter", _options.Parameters.Keys, parameters);
        RequireKnown("--replicas", _options.ReplicasOf.Keys, _manifest.Workloads);
        var references = new References(_manifest);
        references.CheckAll();
        var workloads = DependencyOrder.Compute(_manifest, references, _notes)
            .Select(entry => Workload(entry.Resource, entry.DependsOn))
            .ToList();
        _parameters.RequireAll();
        return new DeploymentPlan(ApplicationName(), workloads, _images.All, [.. _parameters.Used], _notes);
    }

    private static void RequireKnown(string option, IEnumerable<string> given, IEnumerable<ResourceDefinition> known)
    {
        var names = known.Select(resource => resource.Name).ToList();
        foreach (var name in given.Where(name => !names.Contains(name)))
        {
            throw new DeploymentException(
                $"{option} {name}=…: the manifest has no such {(option == "--parameter" ? "parameter" : "container or project")}; "
                + $"it has {(names.Count == 0 ? "none" : string.Join(", ", names))}.");
        }
    }

    private Workload Workload(ResourceDefinition resource, IReadOnlyList<string> dependsOn)
    {
        var settings = _settings.For(resource);
        var workload = new Workload
        {
            Name = resource.Name,
            At = resource.At,
            Image = ImageOf(resource, settings),
            Entrypoint = resource.Entrypoint is { } entrypoint ? _values.Resolve(entrypoint) : null,
            Args = [.. resource.Args.Select(_values.Resolve)],
            Env = Environment(resource, settings),
            Bindings = [.. resource.Bindings.Select(b => new WorkloadBinding(b.Key, b.Value, _ports.Of(resource.Name, b.Key)))],
            BindMounts = [.. resource.BindMounts.Select(BindMount)],
            Volumes = resource.Volumes,
            DependsOn = dependsOn,
            Replicas = 1,
            Settings = settings,
        };
        foreach (var (name, _) in resource.IsProject ? resource.Bindings.Where(binding => binding.Value.Scheme == "https") : [])
        {
            _notes.Add($"{resource.Name}: no certificate is deployed for its binding '{name}'; nothing will answer there.");
        }

        return workload with { Replicas = Replicas(workload) };
    }

    private string ImageOf(ResourceDefinition resource, ResourceSettings settings) =>
        settings.Image?.Value
        ?? (resource.IsProject ? _images.For(resource).Reference : resource.Image?.Value)
        ?? throw resource.At.Error($"'image' is missing; add it, here or in {DeploymentSettings.FileName}.");

    private OrderedDictionary<string, ResolvedText> Environment(ResourceDefinition resource, ResourceSettings settings)
    {
        var env = new OrderedDictionary<string, ResolvedText>(StringComparer.Ordinal);
        foreach (var (name, value) in resource.Env)
        {
            env.Add(name, _values.Resolve(value));
        }

        foreach (var (name, value) in settings.Env)
        {
            var literal = new ResolvedText();
            literal.Add(value.Value);
            env[name] = literal;
        }

        return env;
    }

    private WorkloadMount BindMount(BindMountDefinition mount)
    {
        var source = Path.GetFullPath(Path.Combine(_manifest.Directory, mount.Source));
        return Path.Exists(source)
            ? new WorkloadMount(source, mount)
            : throw mount.At.Error($"there is no {ManifestParser.DisplayName(source)} to mount; create it or mend 'source'.");
    }

    private int Replicas(Workload workload)
    {
        int? asked = _options.ReplicasOf.TryGetValue(workload.Name, out var given) ? given : null;
        var replicas = asked ?? (workload.IsStateless ? _options.Replicas : null) ?? workload.Settings.Replicas ?? 1;
        return replicas == 1 || workload.IsStateless
            ? replicas
            : throw workload.At.Error($"cannot run {replicas} times: {WhyOnce(workload)}. Leave it at 1, or say \"stateless\": true "
                + $"in {DeploymentSettings.FileName} where that is so.");
    }

    private static string WhyOnce(Workload workload) =>
        workload.Volumes.Count > 0 ? $"it keeps data in the volume '{workload.Volumes[0].Name}'" : "nothing says that it keeps no state";

    private string ApplicationName()
    {
        var name = _settings.Name ?? new string(
            [.. Path.GetFileName(_manifest.Directory).ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return EngineNames.IsLabel(name)
            ? name
            : throw new DeploymentException(
                $"'{name}' cannot be the application's name: {EngineNames.LabelRule}. Set \"name\" in {DeploymentSettings.FileName}.");
    }
}
