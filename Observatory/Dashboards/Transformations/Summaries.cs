using Observatory.Charts.Formats;
using Observatory.Dashboards.Data;
using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Transformations;

/// <summary>Calculates over rows.</summary>
internal static class Summaries
{
    /// <summary>A row for each field with the calculations as columns, or a frame of one row.</summary>
    public static IReadOnlyList<Frame> Reduce(IReadOnlyList<Frame> frames, Node options)
    {
        var calculations = options["reducers"].Texts.DefaultIfEmpty(Reducer.Last).ToList();
        if (options["mode"].Text == "reduceFields")
        {
            return [.. frames.Select(f => f with { Fields = [.. f.Fields.Where(x => x.Kind == FieldKind.Number).Select(x => x with { Numbers = [Reducer.Of(x.Numbers, calculations[0])] })] })];
        }

        var fields = frames.SelectMany(f => f.Fields).Where(f => f.Kind == FieldKind.Number).ToList();
        var labels = options["labelsToFields"].IsTrue ? fields.SelectMany(f => f.Labels.Keys).Distinct().ToList() : [];
        return fields.Count == 0
            ? frames
            :
            [
                new(frames[0].RefId,
                [
                    Field.OfTexts("Field", fields.Select(f => f.DisplayName)),
                    .. labels.Select(l => Field.OfTexts(l, fields.Select(f => f.Labels.GetValueOrDefault(l)))),
                    .. calculations.Select(c => Field.OfNumbers(Reducer.NameOf(c), fields.Select(f => Reducer.Of(f.Numbers, c)))),
                ]),
            ];
    }

    /// <summary>A row for each different value of the fields to group by, with calculations over the others.</summary>
    public static IReadOnlyList<Frame> Group(IReadOnlyList<Frame> frames, Node options)
    {
        var rules = options["fields"];
        return [.. frames.Select(frame => Group(frame, rules))];
    }

    private static Frame Group(Frame frame, Node rules)
    {
        Node Rule(Field field) => rules[field.DisplayName] is { Exists: true } rule ? rule : rules[field.Name];
        var keys = frame.Fields.Where(f => Rule(f)["operation"].Text == "groupby").ToList();
        if (keys.Count == 0)
        {
            return frame;
        }

        var groups = Enumerable.Range(0, frame.Length).GroupBy(r => string.Join('\u0001', keys.Select(k => k.Raw(r)))).Select(g => g.ToList()).ToList();
        var firsts = groups.ConvertAll(g => g[0]);
        var calculated = frame.Fields
            .Where(f => Rule(f)["operation"].Text == "aggregate")
            .SelectMany(f => Rule(f)["aggregations"].Texts.Select(c => Calculate(f, c, groups)));
        return frame with { Fields = [.. keys.Select(k => k.Rows(firsts)), .. calculated] };
    }

    private static Field Calculate(Field field, string calculation, List<List<int>> groups)
    {
        var name = $"{field.DisplayName} ({calculation})";
        if (field.Kind != FieldKind.Text)
        {
            var isTime = field.Kind == FieldKind.Time && calculation is "first" or "firstNotNull" or "last" or "lastNotNull" or "min" or "max";
            return Field.OfNumbers(name, groups.Select(g => Reducer.Of([.. g.Select(r => field.Numbers[r])], calculation)), isTime ? FieldKind.Time : FieldKind.Number);
        }

        return calculation switch
        {
            "count" => Field.OfNumbers(name, groups.Select(g => (double)g.Count)),
            "distinctCount" => Field.OfNumbers(name, groups.Select(g => (double)g.Select(r => field.Texts[r]).Distinct().Count())),
            "first" or "firstNotNull" => Field.OfTexts(name, groups.Select(g => field.Texts[g[0]])),
            _ => Field.OfTexts(name, groups.Select(g => field.Texts[g[^1]])),
        };
    }
}
