using Tta.Deployment.Expressions;
using Tta.Deployment.Manifest;
using Tta.Deployment.Settings;

namespace Tta.Deployment.Workloads;

/// <summary>One container to run, before it is an engine's: everything resolved but the values of parameters.</summary>
internal sealed record Workload
{
    public required string Name { get; init; }

    public required SourceLocation At { get; init; }

    public required string Image { get; init; }

    public ResolvedText? Entrypoint { get; init; }

    public IReadOnlyList<ResolvedText> Args { get; init; } = [];

    public required IReadOnlyDictionary<string, ResolvedText> Env { get; init; }

    public IReadOnlyList<WorkloadBinding> Bindings { get; init; } = [];

    public IReadOnlyList<WorkloadMount> BindMounts { get; init; } = [];

    public IReadOnlyList<VolumeDefinition> Volumes { get; init; } = [];

    /// <summary>The workloads that it refers to and so is started after.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>How many run.</summary>
    public required int Replicas { get; init; }

    public required ResourceSettings Settings { get; init; }

    /// <summary>Whether two of it may run at the same time.</summary>
    public bool IsStateless => Volumes.Count == 0 && Settings.IsStateless == true;

    /// <summary>The binding that a probe asks.</summary>
    /// <exception cref="DeploymentException">There is none of that name.</exception>
    public WorkloadBinding BindingOf(ProbeSettings probe) =>
        Bindings.FirstOrDefault(binding => binding.Name == probe.Binding)
        ?? throw probe.At.Error($"'{Name}' has no binding '{probe.Binding}'; correct the name.");
}

/// <summary>A port of a container.</summary>
/// <param name="Name">The binding's name.</param>
/// <param name="Definition">The manifest's binding.</param>
/// <param name="TargetPort">The port inside the container.</param>
internal sealed record WorkloadBinding(string Name, BindingDefinition Definition, int TargetPort);

/// <summary>A bind mount whose source is there.</summary>
/// <param name="Source">Its full path.</param>
/// <param name="Definition">The manifest's bind mount.</param>
internal sealed record WorkloadMount(string Source, BindMountDefinition Definition);

/// <summary>A project's image and how it is made.</summary>
/// <param name="ProjectPath">The project file, as a user in the current directory would write it.</param>
/// <param name="Registry">The registry it is pushed to; empty for the engine of this machine.</param>
/// <param name="Repository">Its name in the registry.</param>
/// <param name="Tag">Its tag.</param>
internal sealed record ProjectImage(string ProjectPath, string Registry, string Repository, string Tag)
{
    /// <summary>The image as an engine names it.</summary>
    public string Reference => (Registry.Length == 0 ? "" : Registry + "/") + $"{Repository}:{Tag}";

    /// <summary>What makes it.</summary>
    public string BuildCommand =>
        $"dotnet publish {ProjectPath} -c Release -t:PublishContainer -p:ContainerRepository={Repository} -p:ContainerImageTag={Tag}"
        + (Registry.Length == 0 ? "" : $" -p:ContainerRegistry={Registry}");
}
