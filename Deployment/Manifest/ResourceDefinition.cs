namespace Tta.Deployment.Manifest;

/// <summary>A resource as the manifest has it.</summary>
internal sealed record ResourceDefinition
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    public required SourceLocation At { get; init; }

    public LocatedText? ConnectionString { get; init; }

    public LocatedText? Value { get; init; }

    /// <summary>How an <c>annotated.string</c> changes its value; <c>uri</c> is the one there is.</summary>
    public LocatedText? Filter { get; init; }

    public IReadOnlyDictionary<string, ParameterInput> Inputs { get; init; } = new Dictionary<string, ParameterInput>();

    public LocatedText? Image { get; init; }

    /// <summary>The project file of a <c>project</c>.</summary>
    public LocatedText? ProjectPath { get; init; }

    public LocatedText? Entrypoint { get; init; }

    public IReadOnlyList<LocatedText> Args { get; init; } = [];

    public IReadOnlyDictionary<string, LocatedText> Env { get; init; } = new Dictionary<string, LocatedText>();

    public IReadOnlyDictionary<string, BindingDefinition> Bindings { get; init; } = new Dictionary<string, BindingDefinition>();

    public IReadOnlyList<BindMountDefinition> BindMounts { get; init; } = [];

    public IReadOnlyList<VolumeDefinition> Volumes { get; init; } = [];

    public bool IsProject => Type is "project.v0" or "project.v1";

    public bool IsContainer => Type is "container.v0" or "container.v1";

    /// <summary>Whether it becomes a container rather than a value.</summary>
    public bool IsWorkload => IsProject || IsContainer;
}
