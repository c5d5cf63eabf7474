namespace ManifestHost.Planning;

/// <summary>Everything needed to start one resource, with all expressions resolved.</summary>
internal sealed record LaunchPlan
{
    public required string Name { get; init; }

    public required string Executable { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>What is added to the host's own environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    public required IReadOnlyList<PlannedFile> Files { get; init; }

    /// <summary>Binding → URL.</summary>
    public required IReadOnlyDictionary<string, string> Endpoints { get; init; }

    /// <summary>What readiness asks: a URL to GET, a TCP endpoint to connect to, or nothing (running is enough).</summary>
    public required Uri? Probe { get; init; }

    /// <summary>How long the start may take; <see langword="null"/> for the stack's own limit.</summary>
    public required TimeSpan? StartTimeout { get; init; }

    public required IReadOnlySet<string> WaitsFor { get; init; }

    /// <summary>Things worth knowing about it from the start, such as a port that is not the usual one.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public required bool IsProject { get; init; }
}

/// <summary>A file of a resource: its content, or the file or folder it links to.</summary>
internal sealed record PlannedFile(string Path, string? Content, string? Link);

/// <summary>A resource that another process answers for.</summary>
internal sealed record ProvidedPlan(string Name, string Provider, IReadOnlyDictionary<string, string> Endpoints);
