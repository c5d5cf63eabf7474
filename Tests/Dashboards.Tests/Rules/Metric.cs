namespace Tta.Dashboards.Tests.Rules;

/// <summary>What a value counts or measures.</summary>
internal enum Measure
{
    Count,
    Seconds,
    Dollars,
    Bytes,
    Ratio,
    Score,
    State,
}

/// <summary>A series that a dashboard may ask for.</summary>
internal sealed record Metric(string Name, Measure Measure, bool Counter, params IReadOnlyList<string> Labels)
{
    public bool Has(string label) => Labels.Contains(label) || label is "job" or "instance";
}
