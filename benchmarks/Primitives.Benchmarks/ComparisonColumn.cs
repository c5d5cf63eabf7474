using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Primitives.Benchmarks;

/// <summary>How a workflow compares with the original's figures (docs/primitives-benchmarks.md): time per span, or per execution when nobody listens.</summary>
internal sealed class ComparisonColumn(string name, Func<Original, double, bool, string> show) : IColumn
{
    private static readonly Dictionary<string, Original> Originals = new()
    {
        ["Sequential_of_3"] = new(7, 4, 94, 26),
        ["Parallel_of_3"] = new(7, 4, 121, 40),
        ["Router"] = new(3, 1, 31, 7),
        ["Retry_first_try"] = new(3, 1, 29, 6),
    };

    public static IEnumerable<IColumn> All { get; } =
    [
        new ComparisonColumn("ns per span", (original, ns, observed) => observed ? Format(ns / original.Spans) : ""),
        new ComparisonColumn("times less", (original, ns, observed) =>
            Format(observed ? original.Observed * 1000 / original.ItsSpans / (ns / original.Spans) : original.Unobserved * 1000 / ns)),
    ];

    public string Id => name;

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => name;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        bool observed = typeof(Observed).IsAssignableFrom(benchmarkCase.Descriptor.Type);
        return Originals.TryGetValue(benchmarkCase.Descriptor.WorkloadMethod.Name, out Original? original)
            && summary[benchmarkCase]?.ResultStatistics is { } statistics
                ? show(original, statistics.Median, observed)
                : "";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    private static string Format(double value) => value.ToString("F0", CultureInfo.InvariantCulture);
}

/// <summary>A workflow's spans here and in the original, and the original's microseconds per execution.</summary>
internal sealed record Original(int Spans, int ItsSpans, double Observed, double Unobserved);
