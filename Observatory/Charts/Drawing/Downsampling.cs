namespace Observatory.Charts.Drawing;

/// <summary>Leaves out of a long series what no screen would show.</summary>
internal static class Downsampling
{
    /// <summary>The most points that are drawn of one series.</summary>
    public const int MostPoints = 1000;

    private const int FewestPoints = 200;
    private const int MostPointsOfAll = 40_000;

    /// <summary>The most points of each series when so many are drawn together: a page must not grow with both.</summary>
    public static int Budget(int series) => Math.Clamp(MostPointsOfAll / Math.Max(1, series), FewestPoints, MostPoints);

    /// <summary>
    /// The places to draw, in order: all of a short series; of a long one, the lowest and the highest of each of some hundred columns, and one place
    /// of a column without any value, so that the gap stays.
    /// </summary>
    public static int[] Places(ReadOnlySpan<double> values, int most = MostPoints)
    {
        if (values.Length <= most)
        {
            var all = new int[values.Length];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = i;
            }

            return all;
        }

        var columns = Math.Max(1, most / 2);
        List<int> places = new(most);
        for (var column = 0; column < columns; column++)
        {
            var begin = (int)((long)values.Length * column / columns);
            var end = (int)((long)values.Length * (column + 1) / columns);
            var (low, high) = (-1, -1);
            for (var i = begin; i < end; i++)
            {
                if (double.IsNaN(values[i]))
                {
                    continue;
                }

                low = low < 0 || values[i] < values[low] ? i : low;
                high = high < 0 || values[i] > values[high] ? i : high;
            }

            if (low < 0)
            {
                places.Add(begin);
                continue;
            }

            places.Add(Math.Min(low, high));
            if (low != high)
            {
                places.Add(Math.Max(low, high));
            }
        }

        return [.. places];
    }
}
