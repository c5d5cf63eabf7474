namespace GameDays;

/// <summary>What was seen of one day. Times from the injection, and of resolving from its end.</summary>
internal sealed record DayResult(GameDay Day)
{
    /// <summary>Until the home page said anything but that all is well.</summary>
    public TimeSpan? Noticed { get; set; }

    /// <summary>Until it named the cause.</summary>
    public TimeSpan? Named { get; set; }

    /// <summary>What it said of the cause.</summary>
    public string Said { get; set; } = "";

    /// <summary>Whether the panel to which it led shows the cause.</summary>
    public bool PanelShows { get; set; }

    /// <summary>Until the alert was at Alertmanager.</summary>
    public TimeSpan? Fired { get; set; }

    /// <summary>The most alerts that somebody was told of at once, and those that others explained.</summary>
    public int Alerts { get; set; }

    /// <inheritdoc cref="Alerts"/>
    public int Suppressed { get; set; }

    /// <summary>The names of the alerts that somebody was told of.</summary>
    public SortedSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Until Alertmanager had no alert any more.</summary>
    public TimeSpan? Resolved { get; set; }

    /// <summary>Whether it went as it is to go.</summary>
    public bool Passed => Named <= Criteria.NamedWithin && Fired <= Day.FiresWithin && Alerts <= Criteria.MostAlerts && Resolved <= Criteria.ResolvedWithin;

    public static string Heading =>
        "| day | noticed | cause named on home | what it said | its panel shows it | alert at Alertmanager | alerts at once (explained by others) | resolved | passed | load |\n"
        + "|---|---|---|---|---|---|---|---|---|---|";

    public string Row => $"| {Day.What} | {Figures.Seconds(Noticed)} | {Figures.Seconds(Named)} | {Said} | {(PanelShows ? "yes" : "no")} | "
        + $"{Day.Alert} {Figures.Seconds(Fired)} | {Alerts} ({Suppressed}): {string.Join(", ", Names)} | {Figures.Seconds(Resolved)} | {(Passed ? "yes" : "NO")} | {Figures.Load} |";
}

/// <summary>What is expected of every day.</summary>
internal static class Criteria
{
    public static readonly TimeSpan NamedWithin = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan ResolvedWithin = TimeSpan.FromMinutes(5);
    public const int MostAlerts = 5;
}
