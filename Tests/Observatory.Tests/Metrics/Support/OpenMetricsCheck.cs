using System.Text.RegularExpressions;

namespace Tta.Observatory.Tests.Metrics.Support;

/// <summary>Says where a text breaks the rules of OpenMetrics that a scraper relies on.</summary>
internal static partial class OpenMetricsCheck
{
    public static void Assert(string text)
    {
        Xunit.Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain('\0', text);
        var families = new HashSet<string>(StringComparer.Ordinal);
        var series = new HashSet<string>(StringComparer.Ordinal);
        var family = "";
        foreach (var line in text.Split('\n')[..^2])
        {
            if (Meta().Match(line) is { Success: true } meta)
            {
                var name = meta.Groups[2].Value;
                if (meta.Groups[1].Value == "TYPE")
                {
                    Xunit.Assert.True(families.Add(name), $"family {name} twice");
                    family = name;
                }

                Xunit.Assert.Equal(family, name);
            }
            else
            {
                var sample = Sample().Match(line);
                Xunit.Assert.True(sample.Success, $"not a sample: {line}");
                Xunit.Assert.StartsWith(family, sample.Groups[1].Value, StringComparison.Ordinal);
                Xunit.Assert.True(series.Add(sample.Groups[1].Value + sample.Groups[2].Value), $"series twice: {line}");
            }
        }
    }

    [GeneratedRegex("^# (TYPE|HELP|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) .*$")]
    private static partial Regex Meta();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)((?:\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\[\\n"])*",?)+\})?) (?:[-+]?[0-9.]+(?:E[-+]?\d+)?|NaN|[-+]Inf)(?: # \{trace_id="[0-9a-f]{32}"(?:,span_id="[0-9a-f]{16}")?\} \S+(?: \d+\.\d{3})?)?$""")]
    private static partial Regex Sample();
}
