using Observatory.Charts.Formats;
using Observatory.Charts.Values;
using Observatory.Dashboards.Data;

namespace Observatory.Dashboards.Panels;

/// <summary>The values of panels that show one number for each field: a calculation over the field, or each of its rows.</summary>
internal static class DisplayValues
{
    private const int MaxValues = 500;

    /// <summary>Makes the values.</summary>
    /// <param name="data">The panel.</param>
    /// <param name="otherwise">The colour mode of fields that name none.</param>
    /// <param name="withTrend">Whether the course of the values is wanted.</param>
    public static List<ChartValue> Of(PanelData data, string otherwise, bool withTrend = false)
    {
        var reduce = data.Panel.Options["reduceOptions"];
        var calculation = reduce["calcs"].Texts.Count > 0 ? reduce["calcs"].Texts[0] : Reducer.Last;
        var isWanted = Choose(reduce["fields"].Text ?? "");
        var limit = Math.Clamp(reduce["limit"].Whole ?? (reduce["values"].IsTrue ? 25 : MaxValues), 1, MaxValues);
        var values = new List<ChartValue>();
        foreach (var frame in data.Frames)
        {
            foreach (var field in frame.Fields.Where(isWanted))
            {
                if (reduce["values"].IsTrue)
                {
                    values.AddRange(Enumerable.Range(0, frame.Length).Where(field.Has).Take(limit).Select(row => OfRow(data, frame, field, row, otherwise)));
                }
                else if (field.Kind == FieldKind.Text)
                {
                    var row = Enumerable.Range(0, field.Length).LastOrDefault(field.Has, -1);
                    if (row >= 0)
                    {
                        values.Add(OfRow(data, frame, field, row, otherwise) with { Name = field.DisplayName });
                    }
                }
                else if (field.Numbers.Length > 0)
                {
                    var trend = withTrend && frame.Time is not null && field.Numbers.Length > 1;
                    values.Add(Make(data, frame, field, Reducer.Of(field.Numbers, calculation), null, otherwise) with { Trend = trend ? field.Numbers : [] });
                }

                if (values.Count >= MaxValues)
                {
                    return values;
                }
            }
        }

        // A series whose last value is none says nothing beside others that do.
        return values.Count > 1 && values.Exists(v => !double.IsNaN(v.Value)) ? values.FindAll(v => v.Text is not null || !double.IsNaN(v.Value))
            : values is [{ Text: null, Value: double.NaN }] ? [] : values;
    }

    private static ChartValue OfRow(PanelData data, Frame frame, Field field, int row, string otherwise)
    {
        // Rows are named by their texts, as far as there are any.
        var names = frame.Fields.Where(f => f.Kind == FieldKind.Text && !ReferenceEquals(f, field) && f.Has(row)).Select(f => f.Raw(row));
        var name = string.Join(' ', names) is { Length: > 0 } texts ? texts : field.DisplayName;
        return field.Kind == FieldKind.Text
            ? new(name, double.NaN) { Text = field.Texts[row], Format = FieldLook.Format(field.Options), Links = FieldLook.Links(data.Scope, frame, field, row) }
            : Make(data, frame, field, field.Numbers[row], row, otherwise) with { Name = name };
    }

    private static ChartValue Make(PanelData data, Frame frame, Field field, double value, int? row, string otherwise)
    {
        var range = FieldLook.Range(field.Options, data.Frames.SelectMany(f => f.Fields).Where(f => f.Kind == FieldKind.Number).SelectMany(f => f.Numbers));
        return new(field.DisplayName, value)
        {
            Format = FieldLook.Format(field.Options),
            Color = FieldLook.Color(field, value, otherwise),
            Thresholds = FieldLook.Thresholds(field.Options, range.Min, range.Max),
            Min = field.Options.Min,
            Max = field.Options.Max,
            Links = FieldLook.Links(data.Scope, frame, field, row, value),
        };
    }

    private static Func<Field, bool> Choose(string fields)
    {
        if (fields.Length == 0)
        {
            return f => f.Kind == FieldKind.Number;
        }

        var pattern = fields[0] == '/' ? Patterns.Find(fields) : null;
        return f => pattern?.IsMatch(f.DisplayName) ?? (f.DisplayName == fields || f.Name == fields);
    }
}
