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
