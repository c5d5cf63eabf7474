using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>
/// Gives a running Prometheus the project's own rules with nothing but the durations changed: minutes become seconds, so that an alert's whole
/// life fits in a test, and its expression stays the real one.
/// </summary>
internal static partial class ShortenedRules
{
    /// <summary>What five minutes become in ranges.</summary>
    public const int WindowSeconds = 15;

    /// <summary>Puts shortened copies in the place of the files that the system runs with, and has Prometheus read them.</summary>
    public static void Use(AspireSystem system)
    {
        var folder = Path.Combine(system.DataDirectory, "processes", "prometheus");
        var rules = Path.Combine(folder, "rules");
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "prometheus", "rules"), "*.yml"))
        {
            File.WriteAllText(Path.Combine(rules, Path.GetFileName(file)), Shorten(File.ReadAllText(file)));
        }

        var configuration = Path.Combine(folder, "prometheus.yml");
        var text = File.ReadAllText(configuration);
        File.WriteAllText(configuration, Intervals().Replace(text, "$1 1s"));

        using var reload = Process.Start("kill", ["-HUP", $"{system.GetProcessId("prometheus")}"]);
        reload.WaitForExit();
    }

    private static string Shorten(string rules) =>
        Intervals().Replace(
            Waits().Replace(
                Subqueries().Replace(
                    Windows().Replace(rules, window => $"[{WindowSeconds + (window.Groups["more"].Success ? 1 : 0)}s"),
                    ":1s]"),
                "for: 5s"),
            "$1 1s");

    // A subquery over five minutes may begin one of its steps earlier.
    [GeneratedRegex(@"\[5m(?<more>10s)?")]
    private static partial Regex Windows();

    [GeneratedRegex(@":10s\]")]
    private static partial Regex Subqueries();

    [GeneratedRegex(@"\bfor: \d+[mh]")]
    private static partial Regex Waits();

    [GeneratedRegex(@"\b((?:scrape_|evaluation_)?interval:|scrape_timeout:) (?:5|10)s")]
    private static partial Regex Intervals();
}
