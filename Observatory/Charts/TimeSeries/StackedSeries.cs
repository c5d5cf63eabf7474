namespace Observatory.Charts.TimeSeries;

/// <summary>A series as it is drawn: where it ends at each time, and where it begins if it stands on others.</summary>
internal sealed record StackedSeries(ChartSeries Series, double[] Tops, double[]? Bases)
{
    /// <summary>Puts the series of each group on each other, in their order; what is below zero hangs.</summary>
    public static IReadOnlyList<StackedSeries> Stack(IReadOnlyList<ChartSeries> series, int times)
    {
        var totals = series.Where(s => s.StackGroup is not null && s.StackPercent).GroupBy(Key).ToDictionary(g => g.Key, g => Totals(g, times));
        Dictionary<(string, bool), (double[] Up, double[] Down)> piles = [];
        List<StackedSeries> stacked = new(series.Count);
        foreach (var one in series)
        {
            var values = Aligned(one.Values, times);
            if (one.StackGroup is null)
            {
                stacked.Add(new(one, values, null));
                continue;
            }

            if (!piles.TryGetValue(Key(one), out var pile))
            {
                piles[Key(one)] = pile = (new double[times], new double[times]);
            }

            var bases = new double[times];
            for (var i = 0; i < times; i++)
            {
                var value = one.StackPercent && totals.TryGetValue(Key(one), out var total) && total[i] != 0 ? values[i] / total[i] : values[i];
                var side = value < 0 ? pile.Down : pile.Up;
                bases[i] = side[i];
                if (!double.IsNaN(value))
                {
                    side[i] += value;
                }

                values[i] = double.IsNaN(value) ? double.NaN : side[i];
            }

            stacked.Add(new(one, values, bases));
        }

        return stacked;
    }

    private static (string, bool) Key(ChartSeries series) => (series.StackGroup!, series.RightAxis);

    private static double[] Totals(IEnumerable<ChartSeries> group, int times)
    {
        var totals = new double[times];
        foreach (var values in group.Select(s => Aligned(s.Values, times)))
        {
            for (var i = 0; i < times; i++)
            {
                totals[i] += double.IsNaN(values[i]) ? 0 : Math.Abs(values[i]);
            }
        }

        return totals;
    }

    /// <summary>A copy with one value for each time; what is no finite number is a gap.</summary>
    private static double[] Aligned(double[] values, int times)
    {
        var aligned = new double[times];
        for (var i = 0; i < times; i++)
        {
            aligned[i] = i < values.Length && double.IsFinite(values[i]) ? Math.Clamp(values[i], -1e300, 1e300) : double.NaN;
        }

        return aligned;
    }
}
