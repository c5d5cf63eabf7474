using Observatory.Dashboards.Data;
using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Transformations;

/// <summary>Orders rows and leaves some out.</summary>
internal static class RowTransformations
{
    /// <summary>Sorts by a field; a frame without it stays as it is.</summary>
    public static IReadOnlyList<Frame> Sort(IReadOnlyList<Frame> frames, Node options)
    {
        var sort = options["sort"].Items.FirstOrDefault();
        return [.. frames.Select(frame => sort["field"].Text is { } name && frame.Find(name) is { } field ? frame.Rows(Order(field, sort["desc"].IsTrue)) : frame)];
    }

    /// <summary>Keeps the first rows.</summary>
    public static IReadOnlyList<Frame> Limit(IReadOnlyList<Frame> frames, Node options)
    {
        var limit = Math.Max(0, options["limitField"].Whole ?? 10);
        return [.. frames.Select(f => f.Length <= limit ? f : f.Rows([.. Enumerable.Range(0, limit)]))];
    }

    private static List<int> Order(Field field, bool descending)
    {
        var rows = Enumerable.Range(0, field.Length).ToList();
        rows.Sort((a, b) => field.Compare(a, b, descending) is var order && order != 0 ? order : a.CompareTo(b));
        return rows;
    }
}
