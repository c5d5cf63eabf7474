using System.Globalization;
using Observatory.Charts;
using Observatory.Dashboards.Data;
using Observatory.Dashboards.Sources;

namespace Observatory.Dashboards.Panels;

/// <summary>Makes a table of a frame.</summary>
internal static class TablePanel
{
    /// <summary>Makes the table.</summary>
    public static IChart Make(PanelData data, Frame frame)
    {
        var fields = frame.Fields.Where(f => !f.Options.CustomAt("hidden").IsTrue && !f.Options.CustomAt("hideFrom", "viz").IsTrue).ToList();
        var columns = fields.ConvertAll(f => (Field: f, Range: FieldLook.Range(f.Options, f.Kind == FieldKind.Number ? f.Numbers : [])));
        var rows = Math.Min(frame.Length, DataTable.MostRows + 1);
        return new DataTable
        {
            Title = data.Panel.Title,
            Columns = [.. columns.Select(c => Column(c.Field, c.Range))],
            Rows = [.. Enumerable.Range(0, rows).Select(r => (IReadOnlyList<TableCell>)[.. columns.Select(c => Cell(data, frame, c.Field, c.Range, r))])],
            ShowHead = !data.Panel.Options["showHeader"].IsFalse,
            NoValue = ValuePanels.NoValue(data),
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

    private static TableCell Cell(PanelData data, Frame frame, Field field, (double Min, double Max) range, int row)
    {
        if (!field.Has(row))
        {
            return TableCell.Of(field.Kind == FieldKind.Number ? "–" : "");
        }

        var links = FieldLook.Links(data.Scope, frame, field, row);
        return field.Kind switch
        {
            FieldKind.Text => new() { Text = field.Texts[row], Links = links },
            FieldKind.Time => new() { Text = Time(field.Numbers[row]), Number = field.Numbers[row], Links = links },
            _ => new() { Number = field.Numbers[row], Color = FieldLook.Color(field, field.Numbers[row], range, "thresholds"), Links = links },
        };
    }

    private static string Time(double milliseconds) =>
        milliseconds >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : "";
}
