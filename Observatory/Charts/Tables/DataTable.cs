using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Charts.Values;
using Observatory.Html;

namespace Observatory.Charts.Tables;

/// <summary>Rows of values. A script sorts them by the head that is pressed; without one they keep the order they come in.</summary>
internal sealed record DataTable : IChart
{
    /// <summary>The most rows that are shown.</summary>
    public const int MostRows = 500;

    private const int MostColumns = 50;

    // A date with its time is not to be broken in two.
    private const int ShortText = 20;

    /// <summary>What it shows, for those who cannot see it.</summary>
    public string Title { get; init; } = "";

    /// <summary>The columns.</summary>
    public IReadOnlyList<TableColumn> Columns { get; init; } = [];

    /// <summary>The rows; a row may be shorter than the head.</summary>
    public IReadOnlyList<IReadOnlyList<TableCell>> Rows { get; init; } = [];

    /// <summary>Whether the head is shown.</summary>
    public bool ShowHead { get; init; } = true;

    /// <summary>Said when there is no row.</summary>
    public string NoValue { get; init; } = "No data";

    /// <inheritdoc/>
    public void AddTo(HtmlWriter page)
    {
        if (Rows.Count == 0 || Columns.Count == 0)
        {
            page.Add($"<figure class=\"chart\"><p class=\"chart-empty\">{NoValue}</p></figure>");
            return;
        }

        var columns = Columns.Take(MostColumns).Select((c, i) => new Column(c, i, Rows)).ToList();
        page.Add($"<figure class=\"chart data\"><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{Title}\"><table class=\"data-table\"><thead{(ShowHead ? "" : " class=\"chart-hidden\"")}><tr>");
        foreach (var column in columns)
        {
            page.Add($"<th scope=\"col\" class=\"{(column.Right ? "n" : "")}\"><button type=\"button\" class=\"sort\">{column.Definition.Name}</button></th>");
        }

        page.Add($"</tr></thead><tbody>");
        foreach (var row in Rows.Take(MostRows))
        {
            page.Add($"<tr>");
            foreach (var column in columns)
            {
                Add(page, column, column.Index < row.Count ? row[column.Index] : new());
            }

            page.Add($"</tr>");
        }

        page.Add($"</tbody></table></div>");
        if (Rows.Count > MostRows)
        {
            page.Add($"<p class=\"chart-note\">{MostRows} of {Rows.Count} rows are shown.</p>");
        }

        page.Add($"</figure>");
    }

    private static void Add(HtmlWriter page, Column column, TableCell cell)
    {
        var definition = column.Definition;
        var format = definition.Format;
        var shown = cell.Text is null ? format.Format(cell.Number) : format.Format(cell.Text);
        var mapped = (cell.Text is null ? format.MappingOf(cell.Number) : format.MappingOf(cell.Text))?.Color;
        var color = cell.Color ?? mapped ?? Threshold.ColorOf(definition.Thresholds, cell.Number);
        var style = color is { } c && definition.Style is CellStyle.ColorText or CellStyle.ColorBackground ? $"{color.Value.TextClass} {(definition.Style == CellStyle.ColorText ? "tinted" : "filled")}" : "";
        var sort = double.IsFinite(cell.Number) ? cell.Number.ToString("R", CultureInfo.InvariantCulture) : "";
        page.Add($"<td class=\"{(column.Right ? "n " : "")}{(cell.Text is null or { Length: <= ShortText } || cell.Links.Count > 1 ? "whole " : "")}{style}\" data-sort=\"{sort}\">");
        if (definition.Style == CellStyle.Gauge && double.IsFinite(cell.Number))
        {
            var bar = color ?? ChartColor.Palette(0);
            page.Add($"<svg class=\"cell-bar {bar.CssClass}\" color=\"{bar.Attribute}\" aria-hidden=\"true\"><rect class=\"track\" width=\"100%\" height=\"100%\" rx=\"2\"/><rect class=\"fill\" width=\"{Svg.Percent(ValueRange.Share(cell.Number, column.Min, column.Max))}\" height=\"100%\" rx=\"2\"/></svg> ");
        }

        var link = cell.Links.FirstOrDefault(l => l.IsSafe);
        Links.Open(page, link, "cell-link");
        if (cell.IsTime)
        {
            page.Add($"<time class=\"ink\" datetime=\"{Dates.OfSeconds(cell.Number / 1000, "yyyy-MM-dd'T'HH:mm:ss'Z'")}\">{Display.Cut(shown, 500)}</time>");
        }
        else
        {
            page.Add($"<span class=\"ink\">{Display.Cut(shown, 500)}</span>");
        }

        Links.Close(page, link);
        Links.AddArrows(page, [.. cell.Links.Where(l => l.IsSafe).Skip(1)], shown);
        page.Add($"</td>");
    }

    private sealed class Column
    {
        public Column(TableColumn definition, int index, IReadOnlyList<IReadOnlyList<TableCell>> rows)
        {
            (Definition, Index) = (definition, index);
            var cells = rows.Take(MostRows).Where(r => index < r.Count).Select(r => r[index]).ToList();
            Right = definition.AlignRight ?? (cells.Any(c => c.Text is null && !double.IsNaN(c.Number)) && cells.All(c => c.Text is null));
            (Min, Max) = ValueRange.Of(new("", 0) { Min = definition.Min, Max = definition.Max }, [.. cells.Select(c => new ChartValue("", c.Number))]);
        }

        public TableColumn Definition { get; }

        public int Index { get; }

        public bool Right { get; }

        public double Min { get; }

        public double Max { get; }
    }
}

/// <summary>How a <see cref="TableColumn"/> shows its colours.</summary>
internal enum CellStyle
{
    /// <summary>Not at all.</summary>
    Plain,

    /// <summary>In the text.</summary>
    ColorText,

    /// <summary>Behind the text.</summary>
    ColorBackground,

    /// <summary>As a bar before the number.</summary>
    Gauge,
}

/// <summary>A column of a <see cref="DataTable"/>.</summary>
internal sealed record TableColumn(string Name)
{
    /// <summary>How its numbers are written.</summary>
    public ValueFormat Format { get; init; } = ValueFormat.Plain;

    /// <summary>Whether it stands at the right; without it, when it holds numbers.</summary>
    public bool? AlignRight { get; init; }

    /// <summary>How colours are shown.</summary>
    public CellStyle Style { get; init; }

    /// <summary>The steps of colour.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];

    /// <summary>Where a bar begins.</summary>
    public double? Min { get; init; }

    /// <summary>Where a bar ends.</summary>
    public double? Max { get; init; }
}

/// <summary>One cell of a <see cref="DataTable"/>: a number or a text, and where it leads.</summary>
internal sealed record TableCell
{
    /// <summary>A number; NaN where there is none.</summary>
    public double Number { get; init; } = double.NaN;

    /// <summary>A text, shown instead of the number.</summary>
    public string? Text { get; init; }

    /// <summary>Where it leads: the first around the value, the others behind it.</summary>
    public IReadOnlyList<ChartLink> Links { get; init; } = [];

    /// <summary>Whether the number is a time, in milliseconds since 1970.</summary>
    public bool IsTime { get; init; }

    /// <summary>The colour; without it the column decides.</summary>
    public ChartColor? Color { get; init; }

    /// <summary>A cell with a number.</summary>
    public static TableCell Of(double number) => new() { Number = number };

    /// <summary>A cell with a text.</summary>
    public static TableCell Of(string text) => new() { Text = text };
}
