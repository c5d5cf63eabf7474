namespace ManifestHost;

/// <summary>What to run and how.</summary>
public sealed class LocalStackOptions
{
    /// <summary>The Aspire manifest. Default: <c>aspire-manifest.json</c> in the current directory.</summary>
    public string ManifestPath { get; set; } = "aspire-manifest.json";

    /// <summary>The overlay. Default: the manifest's name with <c>.local.json</c> at the end, if there is such a file.</summary>
    public string? OverlayPath { get; set; }

    /// <summary>The folder for state, logs and volumes. Default: <c>.run</c> beside the manifest. One stack per folder.</summary>
    public string? RunDirectory { get; set; }

    /// <summary>The build configuration whose output is run for projects. Default: <c>Release</c>.</summary>
    public string Configuration { get; set; } = "Release";

    /// <summary>Which ports to use where <see cref="FixedPorts"/> says nothing.</summary>
    public PortSelection Ports { get; set; } = PortSelection.WellKnown;

    /// <summary>Ports that must be used, by <c>resource.binding</c>. One that is taken is an error.</summary>
    public IDictionary<string, int> FixedPorts { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Environment variables that win over manifest and overlay: resource → name → value (expressions allowed).</summary>
    public IDictionary<string, IDictionary<string, string>> EnvironmentOverrides { get; } =
        new Dictionary<string, IDictionary<string, string>>(StringComparer.Ordinal);

    /// <summary>Values for parameters, by name; they win over the environment's <c>Parameters__name</c>.</summary>
    public IDictionary<string, string> Parameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How long each resource may take to become ready, where the overlay does not say. Default: 60 s.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a process gets between SIGTERM and SIGKILL. Default: 10 s.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Sets an environment variable of one resource; see <see cref="EnvironmentOverrides"/>.</summary>
    /// <param name="resource">The resource's name.</param>
    /// <param name="name">The variable's name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>These options.</returns>
    public LocalStackOptions SetEnvironment(string resource, string name, string value)
    {
        if (!EnvironmentOverrides.TryGetValue(resource, out var variables))
        {
            EnvironmentOverrides[resource] = variables = new Dictionary<string, string>(StringComparer.Ordinal);
        }

        variables[name] = value;
        return this;
    }
}
