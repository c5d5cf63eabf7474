namespace ManifestHost;

/// <summary>A resource did not become ready. Everything that had been started has been stopped again.</summary>
public sealed class ResourceFailedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="resource">The resource's name.</param>
    /// <param name="problem">What happened.</param>
    /// <param name="lastLogLines">The last lines it wrote, secrets masked.</param>
    public ResourceFailedException(string resource, string problem, IReadOnlyList<string> lastLogLines)
        : base($"{resource} {problem}")
    {
        Resource = resource;
        Problem = problem;
        LastLogLines = lastLogLines;
    }

    /// <summary>The resource's name.</summary>
    public string Resource { get; }

    /// <summary>What happened to it.</summary>
    public string Problem { get; }

    /// <summary>The last lines it wrote, secrets masked.</summary>
    public IReadOnlyList<string> LastLogLines { get; }
}
