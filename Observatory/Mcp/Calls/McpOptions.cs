using Observatory.Hosting;

namespace Observatory.Mcp.Calls;

/// <summary>The settings of the MCP server, from configuration section <c>Observatory:Mcp</c>.</summary>
internal sealed class McpOptions
{
    private const string Section = "Observatory:Mcp";
    private const int MinKey = 16;

    /// <summary>
    /// The key that every request must bring as <c>Authorization: Bearer …</c>; null for none, which serves this machine alone.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>Whether captured prompts, completions and the arguments and results of tools are answered. Default: no.</summary>
    public bool Messages { get; init; }

    /// <summary>Whether calls are stored as traces of a service of their own. Default: yes.</summary>
    public bool Traces { get; init; } = true;

    /// <summary>The file whose sections say what to do about an alert; null for none.</summary>
    public string? Runbook { get; init; }

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationException">One is not usable.</exception>
    public static McpOptions Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration.GetSection(Section), "OBSERVATORY__MCP__");
        var key = reader.Text("Key");
        return key is { Length: < MinKey }
            ? throw new ConfigurationException($"OBSERVATORY__MCP__KEY: a key of at least {MinKey} characters is needed")
            : new()
            {
                Key = key,
                Messages = reader.Flag("Messages", false),
                Traces = reader.Flag("Traces", true),
                Runbook = reader.Text("Runbook") is { } runbook ? Path.GetFullPath(runbook) : null,
            };
    }
}
