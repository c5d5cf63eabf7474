using Observatory.Charts.Formats;
using Observatory.Charts.Tables;
using Observatory.Html;
using Observatory.Search;

namespace Observatory.Web.Tracing;

/// <summary>The groups of found traces as a table; each cell is the search that it counts.</summary>
internal static class GroupTable
{
    private static readonly ChartColor Bad = ChartColor.Parse("red");
    private static readonly ValueFormat Nanos = ValueFormat.Of("ns");
    private static readonly ValueFormat Share = ValueFormat.Of("percentunit", 1);
    private static readonly ValueFormat Dollars = ValueFormat.Of("currencyUSD");

    /// <summary>Adds the table.</summary>
    public static void Add(HtmlWriter page, IReadOnlyList<TraceGroup> groups, SearchRequest request, string key)
    {
        page.Add($"<div class=\"card pad\">");
        new DataTable
        {
            Title = $"Traces by {key}",
            NoValue = "No trace is like that.",
            Columns =
            [
                new(key), new("Traces"), new("Failed"), new("of them") { Format = Share }, new("Recovered"), new("Median") { Format = Nanos },
                new("p95") { Format = Nanos }, new("Cost") { Format = Dollars }, new("Cost of one") { Format = Dollars },
            ],
            Rows = [.. groups.Select(g => Row(g, request, key))],
        }.AddTo(page);
        page.Add($"</div>");
    }

    private static List<TableCell> Row(TraceGroup group, SearchRequest request, string key)
    {
        var all = group.Value is { } value ? $"{Condition(key)}={SearchText.Quote(value)}" : null;
        TableCell Cell(double number, string? more, string title, string? order = null) => TableCell.Of(number) with
        {
            Links = all is null || double.IsNaN(number) ? [] : [new(Link($"{all} {more}".TrimEnd(), order), title)],
        };

        var cost = group.Cost is { } dollars ? (double)dollars : double.NaN;
        return
        [
            TableCell.Of(group.Value ?? "without it") with { Links = all is null ? [] : [new(Link(all, null), "These traces")] },
            Cell(group.Traces, null, "These traces"),
            Cell(group.Failed, "status=failed", "Those that failed") with { Color = group.Failed > 0 ? Bad : null },
            TableCell.Of((double)group.Failed / group.Traces),
            Cell(group.Recovered, "status=recovered", "Those that recovered"),
            TableCell.Of(group.MedianNanos),
            Cell(group.P95Nanos, null, "The longest of them", "longest"),
            TableCell.Of(cost),
            TableCell.Of(cost / group.Traces),
        ];

        string Link(string condition, string? order) => request.With(
            "/search", ("q", $"{request.Text} {condition}".Trim()), ("group", null), ("sort", order ?? request.Order));
    }

    // The status of a search is the trace's; a service is any span's, as is a name: that of the root is asked for as such.
    private static string Condition(string key) => key is "status" or "service" or "name" ? key : SearchText.QuoteKey(key.TrimStart('.'));
}
