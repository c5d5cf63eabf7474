using Observatory.Charts.Drawing;

namespace Observatory.Charts.TimeSeries;

/// <summary>The outlines of one series, in the square of <see cref="Svg.Side"/> that is stretched over the plot.</summary>
internal sealed class SeriesPath(StackedSeries series, double[] times, TimeScale x, ValueScale y, int most = Downsampling.MostPoints)
{
    private readonly int[] _places = Downsampling.Places(series.Tops, most);

    /// <summary>The line, with a new beginning after each gap.</summary>
    public string Line()
    {
        var path = new StringBuilder();
        foreach (var run in Runs().Where(r => r.Count > 1))
        {
            AddLine(path, run, series.Tops, 'M');
        }

        return path.ToString();
    }

    /// <summary>The points between two gaps, which are no line.</summary>
    public string Lonely() => Dots(Runs().Where(r => r.Count == 1).Select(r => r[0]));

    /// <summary>The area between the line and what it stands on.</summary>
    public string Area()
    {
        var path = new StringBuilder();
        foreach (var run in Runs().Where(r => r.Count > 1))
        {
            AddLine(path, run, series.Tops, 'M');
            if (series.Bases is { } bases)
            {
                run.Reverse();
                AddLine(path, run, bases, 'L');
            }
            else
            {
                var floor = Y(Floor);
                path.Append('L').AppendNumber(X(run[^1])).Append(' ').AppendNumber(floor).Append('L').AppendNumber(X(run[0])).Append(' ').AppendNumber(floor);
            }

            path.Append('Z');
        }

        return path.ToString();
    }

    /// <summary>A bar at each time; several series of bars stand beside each other.</summary>
    public string Bars(int slot, int slots)
    {
        var path = new StringBuilder();
        var room = times.Length > 1 ? Math.Min(Svg.Side / 2, (X(times.Length - 1) - X(0)) / Math.Max(1, _places.Length - 1)) * 0.8 : Svg.Side / 10;
        var width = room / Math.Max(1, slots);
        foreach (var place in _places.Where(p => !double.IsNaN(series.Tops[p])))
        {
            var left = X(place) - (room / 2) + (slot * width);
            var (top, bottom) = (Y(series.Tops[place]), Y(series.Bases?[place] ?? Floor));
            path.Append('M').AppendNumber(left).Append(' ').AppendNumber(top).Append('H').AppendNumber(left + width)
                .Append('V').AppendNumber(bottom).Append('H').AppendNumber(left).Append('Z');
        }

        return path.ToString();
    }

    /// <summary>A line without length at each value: its round ends make a point.</summary>
    public string Points() => Dots(_places.Where(p => !double.IsNaN(series.Tops[p])));

    private string Dots(IEnumerable<int> places)
    {
        var path = new StringBuilder();
        foreach (var place in places)
        {
            path.Append('M').AppendNumber(X(place)).Append(' ').AppendNumber(Y(series.Tops[place])).Append("h0");
        }

        return path.ToString();
    }

    // On a logarithmic axis there is no zero.
    private double Floor => y.LogBase is null ? Math.Clamp(0, y.Min, y.Max) : y.Min;

    private double X(int place) => x.Fraction(times[place]) * Svg.Side;

    private double Y(double value) => (1 - y.Fraction(value)) * Svg.Side;

    private void AddLine(StringBuilder path, List<int> run, double[] values, char begin)
    {
        var step = series.Series.Style == SeriesStyle.Step;
        for (var i = 0; i < run.Count; i++)
        {
            var (left, top) = (X(run[i]), Y(values[run[i]]));
            if (step && i > 0)
            {
                _ = begin == 'M' ? path.Append('H').AppendNumber(left) : path.Append('V').AppendNumber(top);
            }

            path.Append(i == 0 ? begin : 'L').AppendNumber(left).Append(' ').AppendNumber(top);
        }
    }

    private IEnumerable<List<int>> Runs()
    {
        List<int> run = [];
        foreach (var place in _places)
        {
            if (!double.IsNaN(series.Tops[place]))
            {
                run.Add(place);
            }
            else if (run.Count > 0 && !series.Series.ConnectGaps)
            {
                yield return run;
                run = [];
            }
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }
}
