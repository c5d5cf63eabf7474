using Observatory.Dashboards.Data;
using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Transformations;

/// <summary>Hides, orders and renames fields.</summary>
internal static class FieldTransformations
{
    /// <summary>Hides, then orders, then renames.</summary>
    public static IReadOnlyList<Frame> Organize(IReadOnlyList<Frame> frames, Node options)
    {
        var (excluded, included, order, names) = (options["excludeByName"], options["includeByName"], options["indexByName"], options["renameByName"]);
        var onlyIncluded = included.Properties.Any(p => p.Value.IsTrue);
        return
        [
            .. frames.Select(frame => frame with
            {
                Fields =
                [
                    .. frame.Fields
                        .Where(f => !By(excluded, f).IsTrue && (!onlyIncluded || By(included, f).IsTrue))
                        .Select((f, i) => (Field: f, Order: By(order, f).Number, Place: i))
                        .OrderBy(f => f.Order ?? double.MaxValue).ThenBy(f => f.Place)
                        .Select(f => By(names, f.Field).Text is { Length: > 0 } name ? f.Field with { Title = name } : f.Field),
                ],
            }),
        ];
    }

    private static Node By(Node names, Field field) => names[field.Name] is { Exists: true } own ? own : names[field.DisplayName];
}
