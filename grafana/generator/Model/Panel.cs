namespace Tta.Dashboards.Model;

/// <summary>One panel. Made by <see cref="Panels"/>, refined by the methods here, which return a changed copy.</summary>
internal sealed record Panel(string Type, string Title, string Description)
{
    public int Width { get; init; } = 12;

    public string Unit { get; init; } = Model.Unit.Count;

    public int? Decimals { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    public IReadOnlyList<Limit> Limits { get; init; } = [new(null, Limit.Neutral)];

    /// <summary>What stands where there is no value.</summary>
    public string NoValue { get; init; } = "no data yet";

    public IReadOnlyList<Query> Queries { get; init; } = [];

    /// <summary>Columns of a table, in order; fields that are not listed are hidden.</summary>
    public IReadOnlyList<Column> Columns { get; init; } = [];

    /// <summary>Column that a table is sorted by, largest first, and how many rows remain.</summary>
    public (string Field, int Rows)? Top { get; init; }

    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>Words for 0 and 1, where the values are that.</summary>
    public (string Zero, string One)? Words { get; init; }

    public bool Stacked { get; init; }

    /// <summary>Colours of series by their names, where a name is good or bad.</summary>
    public IReadOnlyList<(string Series, string Color)> SeriesColors { get; init; } = [];

    /// <summary>Series that has the axis on the right, with its unit.</summary>
    public (string Series, string Unit)? RightAxis { get; init; }

    /// <summary>Overrides the board's time range, e.g. <c>5m</c>.</summary>
    public string? TimeFrom { get; init; }

    public Panel Wide(int columns) => this with { Width = columns };

    public Panel In(string unit, int? decimals = null) => this with { Unit = unit, Decimals = decimals ?? Decimals };

    public Panel Between(double min, double? max = null) => this with { Min = min, Max = max };

    /// <summary>The colour of low values, then from which value on another one holds.</summary>
    public Panel Colored(string lowest, params ReadOnlySpan<(double From, string Color)> steps)
    {
        var limits = new List<Limit> { new(null, lowest) };
        foreach (var (from, color) in steps)
        {
            limits.Add(new Limit(from, color));
        }

        return this with { Limits = limits };
    }

    public Panel WhenEmpty(string text) => this with { NoValue = text };

    /// <summary>A line per series over time.</summary>
    public Panel Asks(string expression, string legend) => And(new PrometheusQuery(expression, legend));

    /// <summary>A line per series, with exemplars.</summary>
    public Panel AsksWithExemplars(string expression, string legend) =>
        And(new PrometheusQuery(expression, legend) { Exemplars = true });

    /// <summary>The present value of each series.</summary>
    public Panel AsksNow(string expression, string legend) => And(new PrometheusQuery(expression, legend) { Instant = true });

    /// <summary>The present value of each series as rows of a table.</summary>
    public Panel AsksForRows(string expression, string name = "") =>
        And(new PrometheusQuery(expression, "") { Instant = true, Format = "table", Name = name.Length > 0 ? name : null });

    /// <summary>A histogram's buckets over time.</summary>
    public Panel AsksForBuckets(string expression) => And(new PrometheusQuery(expression, "{{le}}") { Format = "heatmap" });

    public Panel And(Query query) => this with { Queries = [.. Queries, query] };

    public Panel Shows(params IReadOnlyList<Column> columns) => this with { Columns = columns };

    public Panel TopBy(string field, int rows) => this with { Top = (field, rows) };

    public Panel LinksTo(params IReadOnlyList<Link> links) => this with { Links = links };

    public Panel Says(string zero, string one) => this with { Words = (zero, one) };

    public Panel AsStack() => this with { Stacked = true };

    public Panel OnTheRight(string series, string unit) => this with { RightAxis = (series, unit) };

    public Panel ColorsSeries(params IReadOnlyList<(string Series, string Color)> colors) => this with { SeriesColors = colors };

    public Panel Last(string timeFrom) => this with { TimeFrom = timeFrom };
}
