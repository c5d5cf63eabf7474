namespace Observatory.Charts.Heatmaps;

/// <summary>The values of a heatmap's cells: rows from the bottom to the top, and times, few enough to be drawn.</summary>
internal sealed class HeatmapCells
{
    private HeatmapCells(IReadOnlyList<HeatmapRow> rows, double[][] values, double[] times) => (Rows, Values, Times) = (rows, values, times);

    /// <summary>The rows, from the bottom to the top.</summary>
    public IReadOnlyList<HeatmapRow> Rows { get; }

    /// <summary>The values of each row, one for each time.</summary>
    public double[][] Values { get; }

    /// <summary>The times.</summary>
    public double[] Times { get; }

    /// <summary>The cells of a heatmap.</summary>
    public static HeatmapCells Of(Heatmap map)
    {
        var buckets = map.Rows.All(r => r.UpperBound is { } bound && !double.IsNaN(bound));
        var rows = (buckets ? map.Rows.OrderBy(r => r.UpperBound!.Value) : map.Rows.Reverse()).ToList();
        var values = rows.ConvertAll(r => Enumerable.Range(0, map.Times.Length).Select(i => i < r.Values.Length && double.IsFinite(r.Values[i]) ? Math.Clamp(r.Values[i], -1e290, 1e290) : double.NaN).ToArray());
        if (rows.Count > Heatmap.MostRows)
        {
            (rows, values) = (rows[..Heatmap.MostRows], values[..Heatmap.MostRows]);
        }

        return Joined(rows, [.. values], map.Times, sum: buckets);
    }

    /// <summary>Joins neighbouring times of a long heatmap: counts are added, other values are averaged.</summary>
    private static HeatmapCells Joined(IReadOnlyList<HeatmapRow> rows, double[][] values, double[] times, bool sum)
    {
        var columns = Math.Min(times.Length, Heatmap.MostCellsInRow);
        if (columns == times.Length)
        {
            return new(rows, values, times);
        }

        var joinedTimes = new double[columns];
        var joined = rows.Select(_ => new double[columns]).ToArray();
        for (var column = 0; column < columns; column++)
        {
            var begin = (int)((long)times.Length * column / columns);
            var end = (int)((long)times.Length * (column + 1) / columns);
            joinedTimes[column] = times[end - 1];
            for (var row = 0; row < joined.Length; row++)
            {
                var present = values[row][begin..end].Where(v => !double.IsNaN(v)).ToList();
                joined[row][column] = present.Count == 0 ? double.NaN : sum ? present.Sum() : present.Sum(v => v / present.Count);
            }
        }

        return new(rows, joined, joinedTimes);
    }
}
