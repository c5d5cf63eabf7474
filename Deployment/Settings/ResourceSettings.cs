using Tta.Deployment.Manifest;

namespace Tta.Deployment.Settings;

/// <summary>What a manifest cannot say of a resource. Everything may be left out.</summary>
internal sealed record ResourceSettings
{
    public static readonly ResourceSettings None = new();

    /// <summary>Another image than the manifest's, e.g. a mirror's.</summary>
    public LocatedText? Image { get; init; }

    /// <summary>The user that the container runs as; none leaves it to the image.</summary>
    public int? User { get; init; }

    /// <summary>The group that owns its volumes in Kubernetes; the user's number when left out.</summary>
    public int? Group { get; init; }

    /// <summary>Whether several of it may run side by side.</summary>
    public bool? IsStateless { get; init; }

    /// <summary>How many run; 1 when left out.</summary>
    public int? Replicas { get; init; }

    /// <summary>Seconds between being asked to stop and being killed.</summary>
    public int? StopSeconds { get; init; }

    /// <summary>When it can be sent requests.</summary>
    public ProbeSettings? Readiness { get; init; }

    /// <summary>When it need not be started again.</summary>
    public ProbeSettings? Liveness { get; init; }

    /// <summary>Readiness for engines that look from inside the container: a program of the image and its arguments.</summary>
    public IReadOnlyList<string>? HealthCommand { get; init; }

    public Amount? Cpu { get; init; }

    public Amount? Memory { get; init; }

    /// <summary>Bytes of each of its volumes.</summary>
    public long? Storage { get; init; }

    /// <summary>Binding → port of this machine; bindings that are left out have none.</summary>
    public IReadOnlyDictionary<string, int>? Publish { get; init; }

    /// <summary>More environment variables, or other values for those of the manifest.</summary>
    public IReadOnlyDictionary<string, LocatedText> Env { get; init; } = new Dictionary<string, LocatedText>();

    /// <summary>These settings where the other has none.</summary>
    public ResourceSettings Or(ResourceSettings other) => new()
    {
        Image = Image ?? other.Image,
        User = User ?? other.User,
        Group = Group ?? other.Group,
        IsStateless = IsStateless ?? other.IsStateless,
        Replicas = Replicas ?? other.Replicas,
        StopSeconds = StopSeconds ?? other.StopSeconds,
        Readiness = Readiness ?? other.Readiness,
        Liveness = Liveness ?? other.Liveness,
        HealthCommand = HealthCommand ?? other.HealthCommand,
        Cpu = Cpu ?? other.Cpu,
        Memory = Memory ?? other.Memory,
        Storage = Storage ?? other.Storage,
        Publish = Publish ?? other.Publish,
        Env = Merge(other.Env, Env),
    };

    private static OrderedDictionary<string, LocatedText> Merge(
        IReadOnlyDictionary<string, LocatedText> below, IReadOnlyDictionary<string, LocatedText> above)
    {
        var all = new OrderedDictionary<string, LocatedText>(below, StringComparer.Ordinal);
        foreach (var (name, value) in above)
        {
            all[name] = value;
        }

        return all;
    }
}

/// <summary>How a resource is asked: a GET that answers 2xx, or without a path a connection that opens.</summary>
/// <param name="Binding">The binding to ask.</param>
/// <param name="Path">The path, or none.</param>
/// <param name="At">Where it is declared.</param>
internal sealed record ProbeSettings(string Binding, string? Path, SourceLocation At);

/// <summary>What a container is promised and what it may take at most: thousandths of a core, or bytes.</summary>
internal sealed record Amount(long? Request, long? Limit);
