using Observatory.Dashboards.Data;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Reading;

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

    /// <summary>Whether a transformation is done here.</summary>
    public static bool Knows(string id) => Known.ContainsKey(id);

    /// <summary>Does them one after the other; those not known are passed over, which the panel says.</summary>
    public static IReadOnlyList<Frame> Run(IReadOnlyList<Frame> frames, IEnumerable<Transformation> transformations) =>
        transformations.Where(t => Knows(t.Id)).Aggregate(frames, (f, t) => Known[t.Id](f, t.Options));
}
