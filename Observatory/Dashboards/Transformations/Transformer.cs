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
        ["sortBy"] = RowTransformations.Sort,
        ["limit"] = RowTransformations.Limit,
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

    private static bool IsDone(Transformation transformation) => Known.ContainsKey(transformation.Id) && !SortsByMore(transformation);

    private static string Name(Transformation transformation) =>
        $"transformation {transformation.Id}{(SortsByMore(transformation) ? " with more than one field" : "")}";

    private static bool SortsByMore(Transformation transformation) =>
        transformation.Id == "sortBy" && transformation.Options["sort"].Items.Skip(1).Any();
}
