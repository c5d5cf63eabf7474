using Observatory.Charts.Formats;

namespace Observatory.Charts.Drawing;

/// <summary>Where a value lies on an axis, and which values are marked there.</summary>
internal sealed class ValueScale
{
    // Beyond this the difference of two numbers may be infinite.
    private const double Largest = 1e300;
    private const int WantedTicks = 5;
    private const int MostTicks = 12;

    private readonly double? _logBase;

    private ValueScale(double min, double max, double step, double? logBase)
    {
        (Min, Max, Step, _logBase) = (min, max, step, logBase);
        Ticks = logBase is { } b ? LogTicks(min, max, b) : LinearTicks(min, max, step);
    }

    /// <summary>The lowest value of the axis.</summary>
    public double Min { get; }

    /// <summary>The highest.</summary>
    public double Max { get; }

    /// <summary>The distance of the marks on a linear axis.</summary>
    public double Step { get; }

    /// <summary>The base, on a logarithmic axis.</summary>
    public double? LogBase => _logBase;

    /// <summary>The values with a mark.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>The scale for an axis over values between the two; NaN for none.</summary>
    public static ValueScale Of(ChartAxis axis, double low, double high)
    {
        (low, high) = double.IsFinite(low) && double.IsFinite(high) ? (Bounded(Math.Min(low, high)), Bounded(Math.Max(low, high))) : (double.NaN, double.NaN);
        return axis.LogBase is > 1 and <= 1e6 and var logBase ? Logarithmic(axis, low, high, logBase) : Linear(axis, low, high);
    }

    /// <summary>Where the value lies: 0 at the lower end, 1 at the upper. What is far outside lies just outside; NaN stays NaN.</summary>
    public double Fraction(double value)
    {
        if (double.IsNaN(value))
        {
            return double.NaN;
        }

        if (_logBase is null)
        {
            return Math.Clamp((Math.Clamp(value, -Largest, Largest) - Min) / (Max - Min), -1, 2);
        }

        return value <= 0 ? -1 : Math.Clamp((Math.Log(Math.Min(value, Largest)) - Math.Log(Min)) / (Math.Log(Max) - Math.Log(Min)), -1, 2);
    }

    /// <summary>Writes a mark.</summary>
    public string Write(double tick, ValueFormat format) => _logBase is null ? format.FormatTick(tick, Step) : format.Format(tick);

    /// <summary>A round number near this: 1, 2, 2.5 or 5 with zeros; for bytes a power of two.</summary>
    internal static double NiceStep(double rough, bool binary)
    {
        if (binary && rough > 1)
        {
            return Math.Pow(2, Math.Ceiling(Math.Log2(rough)));
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var digit = rough / power;
        return power * (digit <= 1.0001 ? 1 : digit <= 2.0001 ? 2 : digit <= 2.5001 ? 2.5 : digit <= 5.0001 ? 5 : 10);
    }

    private static ValueScale Linear(ChartAxis axis, double low, double high)
    {
        var (min, max) = double.IsNaN(low) ? (Finite(axis.Min) ?? 0, Finite(axis.Max) ?? 1) : (low, high);
        min = Math.Min(min, Finite(axis.SoftMin) ?? min);
        max = Math.Max(max, Finite(axis.SoftMax) ?? max);
        if (axis.Min is null && min > 0 && min <= (max - min) * 1.5)
        {
            // What is near zero anyway is judged better from there.
            min = 0;
        }

        (min, max) = (Finite(axis.Min) ?? min, Finite(axis.Max) ?? max);
        if (max - min <= Math.Max(Math.Abs(max), Math.Abs(min)) * 1e-9 || max <= min)
        {
            (min, max) = Widened(axis, min, max);
        }

        var step = StepOf(axis, (max - min) / WantedTicks);
        min = axis.Min is null ? Math.Floor((min / step) + 1e-9) * step : min;
        max = axis.Max is null ? Math.Ceiling((max / step) - 1e-9) * step : max;
        return new(min, max, step, null);
    }

    private static (double Min, double Max) Widened(ChartAxis axis, double min, double max)
    {
        var size = Math.Max(Math.Abs(min), Math.Abs(max));
        var room = size == 0 ? 1 : size * 0.25;
        return (axis.Min, axis.Max) switch
        {
            ({ }, _) when double.IsFinite(min) => (min, Math.Max(min, max) + (size == 0 ? 1 : room)),
            (_, { }) => (Math.Min(min, max) - room, max),
            _ when min >= 0 => (0, max + room),
            _ => (min - room, 0),
        };
    }

    private static double StepOf(ChartAxis axis, double rough)
    {
        var step = NiceStep(rough, axis.Format.IsBinary);
        return axis.Format.IsTimeInSeconds && rough > 20 ? TimeScale.Steps.FirstOrDefault(s => s >= rough, step) : step;
    }

    private static ValueScale Logarithmic(ChartAxis axis, double low, double high, double logBase)
    {
        var max = Finite(axis.Max) is { } wantedMax and > 0 ? wantedMax : high > 0 ? high : 1;
        var min = Finite(axis.Min) is { } wantedMin and > 0 ? wantedMin : low > 0 ? low : max / Math.Pow(logBase, 3);
        min = Math.Clamp(min, 1e-290, Largest);
        max = Math.Clamp(max, 1e-290, Largest);
        min = axis.Min is > 0 ? min : Math.Pow(logBase, Math.Floor(Math.Log(min, logBase) + 1e-9));
        max = axis.Max is > 0 ? max : Math.Pow(logBase, Math.Ceiling(Math.Log(max, logBase) - 1e-9));
        return new(min, max <= min * 1.0001 ? min * logBase : max, 0, logBase);
    }

    private static List<double> LinearTicks(double min, double max, double step)
    {
        List<double> ticks = [];
        var first = Math.Ceiling((min / step) - 1e-9);
        for (var i = 0; i <= MostTicks; i++)
        {
            var tick = (first + i) * step;
            if (!(tick <= max + (step * 1e-6)))
            {
                break;
            }

            ticks.Add(tick == 0 ? 0 : tick);
        }

        return ticks;
    }

    private static List<double> LogTicks(double min, double max, double logBase)
    {
        List<double> ticks = [];
        var (first, last) = (Math.Ceiling(Math.Log(min, logBase) - 1e-9), Math.Floor(Math.Log(max, logBase) + 1e-9));
        var stride = Math.Max(1, Math.Ceiling((last - first + 1) / 7));
        for (var power = first; power <= last; power += stride)
        {
            ticks.Add(Math.Pow(logBase, power));
        }

        return ticks.Count > 1 ? ticks : [min, max];
    }

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? Bounded(v) : null;

    // What is smaller than any quantity is nothing: a tenth of it could not be told from zero.
    private static double Bounded(double value) => Math.Abs(value) < 1e-290 ? 0 : Math.Clamp(value, -Largest, Largest);
}
