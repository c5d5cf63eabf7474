using Observatory.Charts.Formats;
using Observatory.Charts.Tables;
using Observatory.Dashboards.Data;
using Observatory.Html;

namespace Observatory.Dashboards.Panels;

/// <summary>A table for each frame.</summary>
internal sealed class TablePanel() : PanelKind("table")
{
    private const int MaxTables = 10;

    /// <inheritdoc/>
    public override ValueTask AddAsync(HtmlWriter page, PanelData data)
    {
        Add(page, data);
        return default;
    }

    /// <summary>Adds the tables.</summary>
    public static void Add(HtmlWriter page, PanelData data)
    {
        var frames = data.Frames.Where(f => f.Length > 0).ToList();
        foreach (var frame in frames.Take(MaxTables))
        {
            if (frames.Count > 1)
            {
                page.Add($"<h4>{frame.Fields.FirstOrDefault(f => f.Kind == FieldKind.Number)?.DisplayName ?? frame.RefId}</h4>");
            }

            Make(data, frame).AddTo(page);
        }

        if (frames.Count == 0)
        {
            AddEmpty(page, data);
        }
        else if (frames.Count > MaxTables)
        {
            page.Add($"<p class=\"chart-note\">{MaxTables} of {frames.Count} tables are shown.</p>");
        }
    }

    private static DataTable Make(PanelData data, Frame frame)
    {
        var fields = frame.Fields.Where(f => !f.Options.CustomAt("hidden").IsTrue && !f.Options.CustomAt("hideFrom", "viz").IsTrue).ToList();
        var columns = fields.ConvertAll(f => (Field: f, Range: FieldLook.Range(f.Options, f.Kind == FieldKind.Number ? f.Numbers : [])));
        var rows = Math.Min(frame.Length, DataTable.MostRows + 1);
        return new DataTable
        {
            Title = data.Panel.Title,
            Columns = [.. columns.Select(c => Column(c.Field, c.Range))],
            Rows = [.. Enumerable.Range(0, rows).Select(r => (IReadOnlyList<TableCell>)[.. columns.Select(c => Cell(data, frame, c.Field, r))])],
            ShowHead = !data.Panel.Options["showHeader"].IsFalse,
            NoValue = NoValue(data),
        };
    }

    private static TableColumn Column(Field field, (double Min, double Max) range) => new(field.DisplayName)
    {
        Format = FieldLook.Format(field.Options, "–"),
        AlignRight = field.Options.CustomAt("align").Text switch { "left" or "center" => false, "right" => true, _ => field.Kind == FieldKind.Number },
        Style = (field.Options.CustomAt("cellOptions", "type").Text ?? field.Options.CustomAt("displayMode").Text) switch
        {
            "color-text" => CellStyle.ColorText,
            "color-background" or "color-background-solid" => CellStyle.ColorBackground,
            "gauge" or "basic" or "lcd-gauge" or "gradient-gauge" => CellStyle.Gauge,
            _ => CellStyle.Plain,
        },
        Thresholds = field.Options.ColorMode is "" or "thresholds" ? FieldLook.Thresholds(field.Options, range.Min, range.Max) : [],
        Min = range.Min,
        Max = range.Max,
    };

    private static TableCell Cell(PanelData data, Frame frame, Field field, int row)
    {
        if (!field.Has(row))
        {
            return TableCell.Of(field.Kind == FieldKind.Number ? "–" : "");
        }

        var links = FieldLook.Links(data.Scope, frame, field, row);
        return field.Kind switch
        {
            FieldKind.Text => new() { Text = field.Texts[row], Links = links },
            FieldKind.Time => new() { Text = Dates.Write(field.Numbers[row]), Number = field.Numbers[row], IsTime = true, Links = links },
            _ => new() { Number = field.Numbers[row], Color = FieldLook.Color(field, field.Numbers[row], "thresholds"), Links = links },
        };
    }
}
