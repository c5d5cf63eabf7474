using System.Globalization;
using ManifestHost.Expressions;
using ManifestHost.Manifest;
using ManifestHost.Running;

namespace ManifestHost.Planning;

/// <summary>Turns resource definitions into launch plans: ports, values, programs, files.</summary>
internal sealed class LaunchPlanner
{
    // A development stack: figures show up within a second or two instead of the SDK's production-minded five to sixty.
    private static readonly (string Name, string Value)[] ProjectDefaults =
    [
        ("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based"),
        ("OTEL_BSP_SCHEDULE_DELAY", "1000"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "1000"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
    ];

    // Kestrel is told its address by ASPNETCORE_URLS; the manifest's HTTP_PORTS would make it listen on every interface.
    private static readonly string[] Dropped = ["HTTP_PORTS", "HTTPS_PORTS"];

    private readonly StackModel _model;
    private readonly ValueResolver _values;
    private readonly PortAllocator _ports;
    private readonly RunDirectory _run;
    private readonly string _configuration;

    public LaunchPlanner(StackModel model, ValueResolver values, PortAllocator ports, RunDirectory run, string configuration)
    {
        _model = model;
        _values = values;
        _ports = ports;
        _run = run;
        _configuration = configuration;
    }

    /// <summary>Plans a resource that runs here.</summary>
    public LaunchPlan Plan(ResourceDefinition resource, IReadOnlySet<string> waitsFor)
    {
        var arguments = (resource.Args ?? []).Select(_values.Resolve).ToList();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        var directory = _run.ResourceDirectory(resource.Name);
        string executable;
        if (resource.IsProject)
        {
            var assembly = ProjectOutput.RequireAssembly(resource.ProjectPath!, _model.Directory, _configuration);
            executable = ExecutableFinder.RequireDotnet();
            arguments.Insert(0, assembly);
            directory = Path.GetDirectoryName(Path.GetFullPath(resource.ProjectPath!.Value, _model.Directory))!;
            AddProjectDefaults(resource, environment);
        }
        else
        {
            executable = ExecutableFinder.Require(resource, [.. resource.Commands.Select(_values.Resolve)], _model.Directory);
        }

        if (resource.WorkingDirectory is { } own)
        {
            directory = Path.GetFullPath(_values.Resolve(own), _model.Directory);
            if (!Directory.Exists(directory))
            {
                throw own.At.Error($"there is no folder '{directory}'.");
            }
        }

        foreach (var (name, value) in resource.Env.Where(pair => !resource.IsProject || !Dropped.Contains(pair.Key)))
        {
            environment[name] = _values.Resolve(value);
        }

        return new LaunchPlan
        {
            Name = resource.Name,
            Executable = executable,
            Arguments = arguments,
            Environment = environment,
            WorkingDirectory = directory,
            Files = resource.Files.Select(PlanFile).ToList(),
            Endpoints = resource.Bindings.ToDictionary(b => b.Key, b => BindingProperties.Url(b.Value.Scheme, _ports.PortOf(resource.Name, b.Key))),
            Probe = ProbeOf(resource),
            StartTimeout = resource.Ready?.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            WaitsFor = waitsFor,
            Notes = _ports.NotesFor(resource.Name).ToList(),
            IsProject = resource.IsProject,
        };
    }

    /// <summary>Plans a resource that another answers for.</summary>
    public ProvidedPlan PlanProvided(ResourceDefinition resource) => new(
        resource.Name,
        resource.ProvidedBy!.Value,
        resource.ProvidedBindings.ToDictionary(
            pair => pair.Key,
            pair => BindingProperties.Url(resource.Bindings[pair.Key].Scheme, _ports.PortOf(resource.ProvidedBy.Value, pair.Value.Value))));

    private void AddProjectDefaults(ResourceDefinition resource, Dictionary<string, string> environment)
    {
        environment["OTEL_SERVICE_NAME"] = resource.Name;
        foreach (var (name, value) in ProjectDefaults)
        {
            environment[name] = value;
        }

        if (resource.Bindings.ContainsKey("http"))
        {
            environment["ASPNETCORE_URLS"] = BindingProperties.Url("http", _ports.PortOf(resource.Name, "http"));
        }
    }

    private PlannedFile PlanFile(ResourceFile file)
    {
        if (file.Lines is { } lines)
        {
            return new PlannedFile(file.Path, string.Concat(lines.Select(line => _values.Resolve(line) + "\n")), null);
        }

        var source = Path.GetFullPath(file.Source!.Value, _model.Directory);
        return Path.Exists(source)
            ? new PlannedFile(file.Path, null, source)
            : throw file.Source.At.Error($"there is no file or folder '{file.Source.Value}' beside the manifest.");
    }

    private Uri? ProbeOf(ResourceDefinition resource)
    {
        if (resource.Ready is { } rule)
        {
            return Url(rule.HttpPath is null ? "tcp" : "http", rule.Binding, rule.HttpPath);
        }

        if (resource.IsProject && resource.Bindings.ContainsKey("http"))
        {
            return Url("http", "http", "/health");
        }

        var first = resource.Bindings.FirstOrDefault(binding => !binding.Value.IsUdp).Key;
        return resource.IsExecutable && first is not null ? Url("tcp", first, null) : null;

        Uri Url(string scheme, string binding, string? path) =>
            new(string.Create(CultureInfo.InvariantCulture, $"{BindingProperties.Url(scheme, _ports.PortOf(resource.Name, binding))}{path}"));
    }
}
