using Observatory.Dashboards.Data;

namespace Observatory.Dashboards.Transformations;

/// <summary>Makes one frame of several.</summary>
internal static class MergeFrames
{
    /// <summary>Joins rows that have the same values in the fields that all frames share; the others stand below each other.</summary>
    public static IReadOnlyList<Frame> Run(IReadOnlyList<Frame> frames)
    {
        var filled = frames.Where(f => f.Fields.Count > 0 && f.Length > 0).ToList();
        if (filled.Count < 2)
        {
            return filled.Count == 1 ? filled : frames.Count > 0 ? [frames[0]] : frames;
        }

        var shared = filled.Skip(1).Aggregate(filled[0].Fields.Select(f => f.Name).ToHashSet(), (names, frame) =>
        {
            names.IntersectWith(frame.Fields.Select(f => f.Name));
            return names;
        });
        return [JoinOn(filled, [.. shared])];
    }

    private static Frame JoinOn(List<Frame> frames, List<string> keys)
    {
        var columns = new List<Field>();
        var places = new Dictionary<string, int>();
        foreach (var field in frames.SelectMany(f => f.Fields))
        {
            if (places.TryAdd(field.Name, columns.Count))
            {
                columns.Add(field);
            }
        }

        // For each row of the result, the row of each frame that is in it.
        var rows = new List<int[]>();
        var byKey = new Dictionary<string, List<int>>();
        for (var f = 0; f < frames.Count; f++)
        {
            var fields = keys.Select(k => frames[f].Fields.First(x => x.Name == k)).ToList();
            for (var row = 0; row < frames[f].Length; row++)
            {
                var key = string.Join('\u0001', fields.Select(x => x.Raw(row)));
                if (!byKey.TryGetValue(key, out var same))
                {
                    byKey[key] = same = [];
                }

                // Without a shared field nothing says that two rows belong together.
                var free = keys.Count == 0 ? -1 : same.FindIndex(r => rows[r][f] < 0);
                if (free >= 0)
                {
                    rows[same[free]][f] = row;
                    continue;
                }

                same.Add(rows.Count);
                var own = new int[frames.Count];
                Array.Fill(own, -1);
                own[f] = row;
                rows.Add(own);
            }
        }

        return new(frames[0].RefId, [.. columns.Select(column => Column(column, frames, rows))]);
    }

    private static Field Column(Field column, List<Frame> frames, List<int[]> rows)
    {
        var sources = frames.Select(f => f.Fields.FirstOrDefault(x => x.Name == column.Name && x.Kind == column.Kind)).ToArray();
        (Field? Field, int Row) Find(int[] row)
        {
            for (var f = 0; f < row.Length; f++)
            {
                if (row[f] >= 0 && sources[f] is { } source)
                {
                    return (source, row[f]);
                }
            }

            return (null, -1);
        }

        return column.Kind == FieldKind.Text
            ? column with { Texts = [.. rows.Select(r => Find(r) is (Field f, var i) ? f.Texts[i] : null)] }
            : column with { Numbers = [.. rows.Select(r => Find(r) is (Field f, var i) ? f.Numbers[i] : double.NaN)] };
    }
}
