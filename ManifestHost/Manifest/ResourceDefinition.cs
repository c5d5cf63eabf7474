namespace ManifestHost.Manifest;

/// <summary>A resource: as the manifest has it, as the overlay has it, or both merged.</summary>
internal sealed record ResourceDefinition
{
    public required string Name { get; init; }

    /// <summary>The type; empty in an overlay entry that only adds to the manifest's.</summary>
    public required string Type { get; init; }

    public required SourceLocation At { get; init; }

    public LocatedText? ConnectionString { get; init; }

    public LocatedText? Value { get; init; }

    public LocatedText? Filter { get; init; }

    public IReadOnlyDictionary<string, ParameterInput> Inputs { get; init; } = new Dictionary<string, ParameterInput>();

    public IReadOnlyDictionary<string, BindingDefinition> Bindings { get; init; } = new Dictionary<string, BindingDefinition>();

    public IReadOnlyList<string> Volumes { get; init; } = [];

    public IReadOnlyList<LocatedText>? Args { get; init; }

    public IReadOnlyDictionary<string, LocatedText> Env { get; init; } = new Dictionary<string, LocatedText>();

    /// <summary>The command; of several names the first that is installed (package managers do not agree on names).</summary>
    public IReadOnlyList<LocatedText> Commands { get; init; } = [];

    public LocatedText? WorkingDirectory { get; init; }

    public LocatedText? ProjectPath { get; init; }

    public IReadOnlyList<ResourceFile> Files { get; init; } = [];

    public ReadyRule? Ready { get; init; }

    public PackageNames? Package { get; init; }

    public LocatedText? ProvidedBy { get; init; }

    /// <summary>This resource's binding → the provider's binding that answers for it.</summary>
    public IReadOnlyDictionary<string, LocatedText> ProvidedBindings { get; init; } = new Dictionary<string, LocatedText>();

    /// <summary>Resources it refers to but does not wait for.</summary>
    public IReadOnlyList<LocatedText> NoWait { get; init; } = [];

    /// <summary>Why the resource does not exist locally.</summary>
    public LocatedText? Omit { get; init; }

    public bool IsProject => Type is "project.v0" or "project.v1";

    public bool IsExecutable => Type == "executable.v0";

    public bool IsContainer => Type is "container.v0" or "container.v1" or "dockerfile.v0";

    public bool IsValue => Type is "parameter.v0" or "value.v0" or "annotated.string";

    /// <summary>Whether it runs here as a process of its own.</summary>
    public bool IsProcess => (IsProject || IsExecutable) && ProvidedBy is null && Omit is null;
}
