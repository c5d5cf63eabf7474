using System.Text.RegularExpressions;

namespace Tta.EndToEnd.Tests.Catalogue;

/// <summary>A row of docs/metrics.md, whose tables of emitted series are written from the names in the code.</summary>
/// <param name="Section">The heading it stands below.</param>
/// <param name="Name">The series.</param>
/// <param name="Type">Its type.</param>
/// <param name="Labels">Its labels, less those that every series has.</param>
/// <param name="Example">A query.</param>
internal sealed partial record DocumentedMetric(string Section, string Name, string Type, IReadOnlySet<string> Labels, string Example)
{
    /// <summary>What services, Prometheus and the Pushgateway put on series beside their own labels, and a histogram's buckets.</summary>
    public static readonly IReadOnlySet<string> Everywhere = new HashSet<string> { "__name__", "job", "instance", "le", "otel_scope_name", "otel_scope_version" };

    public static IReadOnlyList<DocumentedMetric> All { get; } = [.. Read()];

    public static IEnumerable<DocumentedMetric> Emitted => All.Where(metric => metric.Section == "Emitted");

    /// <summary>The names under which its samples are stored.</summary>
    public IReadOnlyList<string> Stored => Type == "histogram" ? [Name + "_bucket", Name + "_sum", Name + "_count"] : [Name];

    private static IEnumerable<DocumentedMetric> Read()
    {
        var section = "";
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "docs", "metrics.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..];
            }

            if (line.StartsWith("| `", StringComparison.Ordinal) && line.Trim('|').Split('|', StringSplitOptions.TrimEntries) is { Length: >= 5 } cells)
            {
                yield return new DocumentedMetric(section, cells[0].Trim('`'), cells[1], LabelsIn(cells[2]), cells[^1].Trim('`'));
            }
        }
    }

    // What stands in parentheses are values.
    private static HashSet<string> LabelsIn(string cell) =>
        [.. Code().Matches(Parentheses().Replace(cell, "")).Select(match => match.Groups[1].Value).Where(label => !Everywhere.Contains(label))];

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex Parentheses();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
