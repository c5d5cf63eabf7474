using Observatory.Charts;
using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Charts.TimeSeries;
using Observatory.Dashboards.Data;
using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Panels;

/// <summary>A chart over time.</summary>
internal sealed class TimeSeriesPanel() : ChartPanel("timeseries")
{
    private const int MaxPoints = 20_000;

    /// <inheritdoc/>
    public override bool HasTimeAxis => true;

    /// <inheritdoc/>
    protected override IChart Make(PanelData data)
    {
        var fields = data.Frames
            .Where(f => f.Time is not null)
            .SelectMany(f => f.Fields.Where(v => v.Kind == FieldKind.Number && !v.Options.CustomAt("hideFrom", "viz").IsTrue).Select(v => (Frame: f, Field: v)))
            .Take(TimeSeriesChart.MostSeries + 1)
            .ToList();
        var times = Grid(data, fields);
        var left = fields.Find(f => !IsRight(f.Field)).Field ?? fields.FirstOrDefault().Field;
        var right = fields.Find(f => IsRight(f.Field)).Field;
        var options = (left ?? right)?.Options ?? data.Panel.Defaults;
        var range = FieldLook.Range(options, fields.SelectMany(f => f.Field.Numbers));
        return new TimeSeriesChart
        {
            Title = data.Panel.Title,
            Times = [.. times.Select(t => t / 1000)],
            Series = [.. fields.Select(f => Series(data, f.Frame, f.Field, times))],
            From = data.Time.FromMs / 1000.0,
            To = data.Time.ToMs / 1000.0,
            Left = Axis(options),
            Right = right is null ? new() : Axis(right.Options),
            Thresholds = FieldLook.Thresholds(options, range.Min, range.Max),
            ThresholdStyle = options.CustomAt("thresholdsStyle", "mode").Text switch
            {
                "line" => ThresholdStyle.Line,
                "dashed" => ThresholdStyle.Dashed,
                "area" or "line+area" or "dashed+area" => ThresholdStyle.Area,
                _ => ThresholdStyle.None,
            },
            Legend = Legend(data.Panel.Options["legend"]),
            Exemplars = data.Exemplars,
            Annotations = data.Annotations,
            NoValue = data.Panel.Defaults.NoValue ?? "No data",
        };
    }

    /// <summary>Reads what a legend looks like.</summary>
    public static ChartLegend Legend(Node legend) => new()
    {
        Mode = legend["showLegend"].IsFalse || legend["displayMode"].Text == "hidden" ? LegendMode.Hidden : legend["displayMode"].Text == "table" ? LegendMode.Table : LegendMode.List,
        Right = legend["placement"].Text == "right",
        Calcs = [.. legend["calcs"].Texts.Where(Reducer.Knows).Distinct()],
    };

    private static bool IsRight(Field field) => field.Options.CustomAt("axisPlacement").Text == "right";

    private static ChartAxis Axis(FieldOptions options) => new()
    {
        Format = FieldLook.Format(options),
        Min = options.Min,
        Max = options.Max,
        SoftMin = options.CustomAt("axisSoftMin").Number,
        SoftMax = options.CustomAt("axisSoftMax").Number,
        LogBase = options.CustomAt("scaleDistribution", "type").Text == "log" ? options.CustomAt("scaleDistribution", "log").Number ?? 10 : null,
        Label = options.CustomAt("axisLabel").Text is { Length: > 0 } label ? label : null,
    };

    // Every step has its place, so that a step without a value is a gap and not a line across it.
    private static double[] Grid(PanelData data, List<(Frame Frame, Field Field)> fields)
    {
        var all = fields.SelectMany(f => f.Frame.Time!.Numbers).Distinct().Order().ToArray();
        var step = data.Step.TotalMilliseconds;
        if (all.Length < 2 || (all[^1] - all[0]) / step > MaxPoints || all.Any(t => (t - all[0]) % step != 0))
        {
            return all;
        }

        return [.. Enumerable.Range(0, (int)((all[^1] - all[0]) / step) + 1).Select(i => all[0] + (i * step))];
    }

    private static ChartSeries Series(PanelData data, Frame frame, Field field, double[] times)
    {
        var values = new double[times.Length];
        Array.Fill(values, double.NaN);
        var negate = field.Options.CustomAt("transform").Text == "negative-Y" ? -1 : 1;
        var at = 0;
        for (var i = 0; i < frame.Length; i++)
        {
            at = at < times.Length && times[at] <= frame.Time!.Numbers[i] ? at : 0;
            at = Array.BinarySearch(times, at, times.Length - at, frame.Time!.Numbers[i]) is var found and >= 0 ? found : 0;
            if (at < times.Length && times[at] == frame.Time.Numbers[i])
            {
                values[at] = field.Numbers[i] * negate;
            }
        }

        var options = field.Options;
        var stacking = options.CustomAt("stacking", "mode").Text;
        var style = options.CustomAt("drawStyle").Text switch
        {
            "bars" => SeriesStyle.Bars,
            "points" => SeriesStyle.Points,
            _ => options.CustomAt("lineInterpolation").Text is "stepAfter" or "stepBefore" ? SeriesStyle.Step : SeriesStyle.Line,
        };
        return new(field.DisplayName, values)
        {
            Color = FieldLook.SeriesColor(field),
            Style = style,
            FillOpacity = Math.Clamp((options.CustomAt("fillOpacity").Number ?? 0) / 100, 0, 1),
            Width = Math.Clamp(options.CustomAt("lineWidth").Number ?? 1, 0, 10) is var width && width == 1 ? 1.5 : width,
            Dashes = options.CustomAt("lineStyle", "fill").Text is "dash" or "dot"
                ? [.. options.CustomAt("lineStyle", "dash").Items.Select(d => d.Number ?? 0).Where(d => d > 0).DefaultIfEmpty(options.CustomAt("lineStyle", "fill").Text == "dot" ? 2 : 8).Take(8)]
                : [],
            StackGroup = stacking is "normal" or "percent" ? options.CustomAt("stacking", "group").Or("A") : null,
            StackPercent = stacking == "percent",
            RightAxis = IsRight(field),
            ShowPoints = options.CustomAt("showPoints").Text == "always",
            ConnectGaps = options.CustomAt("spanNulls").IsTrue || options.CustomAt("spanNulls").Number > 0,
            Format = FieldLook.Format(options),
            Links = FieldLook.Links(data.Scope, frame, field, null, Reducer.Of(field.Numbers, Reducer.Last)),
        };
    }
}
