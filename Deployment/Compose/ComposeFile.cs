namespace Tta.Deployment.Compose;

/// <summary>A Compose file, as far as it is used here; the names are the Compose specification's, in snake case.</summary>
internal sealed record ComposeFile
{
    public required IReadOnlyDictionary<string, ComposeService> Services { get; init; }

    public IReadOnlyDictionary<string, ComposeVolume> Volumes { get; init; } = new Dictionary<string, ComposeVolume>();
}

/// <summary>An entry of <c>services</c>.</summary>
internal sealed record ComposeService
{
    public required string Image { get; init; }

    public string? User { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public IReadOnlyList<string>? Command { get; init; }

    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>In the short form, <c>[ADDRESS:]PUBLISHED:TARGET/PROTOCOL</c>: no implementation lacks it.</summary>
    public IReadOnlyList<string>? Ports { get; init; }

    public IReadOnlyList<ComposeMount>? Volumes { get; init; }

    public IReadOnlyDictionary<string, ComposeDependency>? DependsOn { get; init; }

    public ComposeHealthcheck? Healthcheck { get; init; }

    public string? Restart { get; init; }

    public string? StopGracePeriod { get; init; }

    public decimal? Cpus { get; init; }

    public string? MemLimit { get; init; }

    public string? MemReservation { get; init; }

    public IReadOnlyList<string>? CapDrop { get; init; }

    public IReadOnlyList<string>? SecurityOpt { get; init; }

    public ComposeDeploy? Deploy { get; init; }
}

/// <summary>A bind mount or a volume.</summary>
internal sealed record ComposeMount(string Type, string Source, string Target, bool ReadOnly);

/// <summary>What a service waits for.</summary>
internal sealed record ComposeDependency(string Condition);

/// <summary>When a container counts as healthy.</summary>
internal sealed record ComposeHealthcheck(IReadOnlyList<string> Test, string Interval, string Timeout, int Retries, string StartPeriod);

/// <summary>How often it runs.</summary>
internal sealed record ComposeDeploy(int Replicas);

/// <summary>An entry of <c>volumes</c>; the name is given so that no project's name is put before it.</summary>
internal sealed record ComposeVolume(string Name);
