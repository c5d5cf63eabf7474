using Observatory.Charts;
using Observatory.Charts.Formats;
using Observatory.Charts.Heatmaps;
using Observatory.Dashboards.Data;
using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Panels;

/// <summary>A heatmap: of buckets, or with a row for each series.</summary>
internal sealed class HeatmapPanel() : ChartPanel("heatmap")
{
    /// <inheritdoc/>
    public override IEnumerable<string> NotDrawn(Panel panel) => panel.Options["calculate"].IsTrue ? ["heatmap calculated from series"] : [];

    /// <inheritdoc/>
    protected override IChart Make(PanelData data)
    {
        var options = data.Panel.Options;
        var fields = data.Frames.Where(f => f.Time is not null).SelectMany(f => f.Fields.Where(v => v.Kind == FieldKind.Number).Select(v => (Frame: f, Field: v))).Take(Heatmap.MostRows + 1).ToList();
        var isBuckets = data.Panel.Queries.Any(q => q.Format == "heatmap") && fields.TrueForAll(f => !double.IsNaN(PrometheusFrames.Bound(f.Field.Name)));
        var times = fields.SelectMany(f => f.Frame.Time!.Numbers).Distinct().Order().ToArray();
        var look = fields.Count > 0 ? fields[0].Field.Options : data.Panel.Defaults;
        var cell = options["cellValues"];
        var axis = options["yAxis"];
        var byThresholds = look.ColorMode == "thresholds" && !isBuckets;
        return new Heatmap
        {
            Title = data.Panel.Title,
            Times = [.. times.Select(t => t / 1000)],
            From = data.Time.FromMs / 1000.0,
            To = data.Time.ToMs / 1000.0,
            Rows = [.. fields.Select(f => Row(data, f.Frame, f.Field, times, isBuckets))],
            RowFormat = ValueFormat.Of(axis["unit"].Text ?? look.Unit ?? "", axis["decimals"].Whole),
            CellFormat = ValueFormat.Of(cell["unit"].Text ?? (isBuckets ? "short" : look.Unit) ?? "short", cell["decimals"].Whole),
            Scheme = options["color"]["scheme"].Or("Oranges"),
            Reverse = options["color"]["reverse"].IsTrue,
            Exponent = Math.Clamp(options["color"]["exponent"].Number ?? 0.5, 0.01, 2),
            HideUpTo = options["filterValues"]["le"].Number,
            Min = options["color"]["min"].Number,
            Max = options["color"]["max"].Number,
            Thresholds = byThresholds ? FieldLook.Thresholds(look, 0, 1) : [],
            NoValue = NoValue(data),
        };
    }

    private static HeatmapRow Row(PanelData data, Frame frame, Field field, double[] times, bool isBucket)
    {
        var values = new double[times.Length];
        Array.Fill(values, double.NaN);
        for (var i = 0; i < frame.Length; i++)
        {
            values[Array.BinarySearch(times, frame.Time!.Numbers[i])] = field.Numbers[i];
        }

        return new(field.DisplayName, values)
        {
            UpperBound = isBucket ? PrometheusFrames.Bound(field.Name) : null,
            Links = FieldLook.Links(data.Scope, frame, field, null, Reducer.Of(field.Numbers, Reducer.Last)),
        };
    }
}
