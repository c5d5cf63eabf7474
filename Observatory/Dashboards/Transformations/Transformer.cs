using Observatory.Charts.Formats;
using Observatory.Dashboards.Data;
using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Transformations;

/// <summary>Changes frames as a panel's transformations say.</summary>
internal static class Transformer
{
    private static readonly Dictionary<string, Func<IReadOnlyList<Frame>, Node, IReadOnlyList<Frame>>> Known = new()
    {
        ["merge"] = (frames, _) => MergeFrames.Run(frames),
        ["organize"] = FieldTransformations.Organize,
        ["renameByRegex"] = FieldTransformations.Rename,
        ["filterFieldsByName"] = FieldTransformations.Filter,
        ["filterByRefId"] = FieldTransformations.FilterFrames,
        ["sortBy"] = RowTransformations.Sort,
        ["limit"] = RowTransformations.Limit,
        ["reduce"] = Summaries.Reduce,
        ["groupBy"] = Summaries.Group,
        ["labelsToFields"] = (frames, _) => MergeFrames.Run(FieldTransformations.LabelsToFields(frames)),
        ["seriesToRows"] = (frames, _) => FieldTransformations.SeriesToRows(frames),
        ["joinByField"] = MergeFrames.Join,
        ["seriesToColumns"] = MergeFrames.Join,
    };

    /// <summary>
    /// Does them one after the other, up to the first that is not known: those after it are meant for columns that it would have made. The
    /// panel names it and them.
    /// </summary>
    public static IReadOnlyList<Frame> Run(IReadOnlyList<Frame> frames, IEnumerable<Transformation> transformations) =>
        transformations.TakeWhile(IsDone).Aggregate(frames, (f, t) => Known[t.Id](f, t.Options));

    /// <summary>What of a panel's transformations is not done, by name.</summary>
    public static IEnumerable<string> NotDone(IReadOnlyList<Transformation> transformations)
    {
        var rest = transformations.SkipWhile(IsDone).ToList();
        return rest.Count == 0 ? []
            : [Name(rest[0]), .. rest.Skip(1).Select(t => IsDone(t) ? $"transformation {t.Id}, which comes after it" : Name(t))];
    }

    private static bool IsDone(Transformation transformation) => Known.ContainsKey(transformation.Id) && Lacks(transformation) is null;

    private static string Name(Transformation transformation) =>
        $"transformation {transformation.Id}{(Known.ContainsKey(transformation.Id) ? $" with {Lacks(transformation)}" : "")}";

    /// <summary>What of a transformation's options is not known here, or null.</summary>
    private static string? Lacks(Transformation transformation)
    {
        var (id, options) = (transformation.Id, transformation.Options);
        IEnumerable<string> calculations = id switch
        {
            "reduce" => options["reducers"].Texts,
            "groupBy" => options["fields"].Properties.SelectMany(f => f.Value["aggregations"].Texts),
            _ => [],
        };
        return calculations.FirstOrDefault(c => !Reducer.Knows(c)) is { } calculation ? $"calculation {calculation}"
            : id is "joinByField" && options["mode"].Text is { } mode && mode is not ("outer" or "outerTabular") ? $"mode {mode}"
            : id is "sortBy" && options["sort"].Items.Skip(1).Any() ? "more than one field"
            : null;
    }
}
