using Observatory.Hosting;

namespace Observatory.Dashboards.Model;

/// <summary>The settings of the boards.</summary>
internal sealed class DashboardOptions
{
    private const int MaxHomePanels = 24;

    /// <summary>The directory of the boards' files, or null for no boards.</summary>
    public string? Directory { get; init; }

    /// <summary>The panels of the home page.</summary>
    public IReadOnlyList<HomePanel> Home { get; init; } = [];

    /// <summary>How often Prometheus scrapes: no two points are closer. Default 15 s, as in Grafana.</summary>
    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationException">One is not usable; the message names it.</exception>
    public static DashboardOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Observatory");
        var reader = new SettingsReader(section, "OBSERVATORY__");
        var directory = reader.Text("Dashboards");
        if (directory is not null && !System.IO.Directory.Exists(directory))
        {
            throw new ConfigurationException($"OBSERVATORY__DASHBOARDS: there is no directory '{Path.GetFullPath(directory)}'");
        }

        var home = section.GetSection("Home").GetChildren()
            .Where(c => !string.IsNullOrWhiteSpace(c.Value))
            .OrderBy(c => int.TryParse(c.Key, out var number) ? number : int.MaxValue)
            .Select(c => HomePanel.Parse($"OBSERVATORY__HOME__{c.Key}", c.Value!))
            .ToList();
        return home.Count <= MaxHomePanels
            ? new()
            {
                Directory = directory is null ? null : Path.GetFullPath(directory),
                Home = home,
                ScrapeInterval = reader.Duration("ScrapeInterval", TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(1)),
            }
            : throw new ConfigurationException($"OBSERVATORY__HOME: {home.Count} panels; {MaxHomePanels} are the most");
    }
}

/// <summary>A panel of the home page.</summary>
/// <param name="Uid">The board that has it.</param>
/// <param name="Panel">Its title or id.</param>
/// <param name="Question">The question that it answers, or null for its title.</param>
internal sealed record HomePanel(string Uid, string Panel, string? Question)
{
    /// <summary>Reads <c>question = uid/panel</c>, where the question may be left out.</summary>
    /// <exception cref="ConfigurationException">It is not of that form.</exception>
    public static HomePanel Parse(string setting, string text)
    {
        var equals = text.IndexOf(" = ", StringComparison.Ordinal);
        var question = equals < 0 ? null : text[..equals].Trim();
        var target = (equals < 0 ? text : text[(equals + 3)..]).Trim();
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < target.Length - 1
            ? new(target[..slash].Trim(), target[(slash + 1)..].Trim(), question is { Length: > 0 } ? question : null)
            : throw new ConfigurationException($"{setting}: '{text}' is not 'board uid/panel title or id', with 'question = ' before it if wanted");
    }
}
