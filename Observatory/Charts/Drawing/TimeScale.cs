using Observatory.Charts.Formats;

namespace Observatory.Charts.Drawing;

/// <summary>Where a time lies, and which times are marked; in UTC.</summary>
internal sealed class TimeScale
{
    private const int MostTicks = 10;
    private const double Day = 86400;

    /// <summary>Distances of times that read well, in seconds.</summary>
    internal static readonly double[] Steps =
    [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600, Day, 2 * Day, 7 * Day, 14 * Day,
        30 * Day, 60 * Day, 90 * Day, 180 * Day, 365 * Day, 730 * Day, 1825 * Day,
    ];

    /// <summary>A scale from one Unix time to another, in seconds.</summary>
    public TimeScale(double from, double to)
    {
        from = double.IsFinite(from) ? Math.Clamp(from, -6e10, 2.5e11) : 0;
        to = double.IsFinite(to) ? Math.Clamp(to, -6e10, 2.5e11) : from;
        (From, To) = to - from > 0.001 ? (from, to) : (from - 30, from + 30);
        Step = (To - From) / MostTicks is var rough && rough > Steps[^1] ? ValueScale.NiceStep(rough, binary: false) : Steps.First(s => s >= rough);
        if (To - From < 3)
        {
            Step = ValueScale.NiceStep((To - From) / MostTicks, binary: false);
        }
    }

    /// <summary>The first time.</summary>
    public double From { get; }

    /// <summary>The last time.</summary>
    public double To { get; }

    /// <summary>The distance of the marks in seconds.</summary>
    public double Step { get; }

    /// <summary>Where the time lies: 0 at the left, 1 at the right.</summary>
    public double Fraction(double time) => Math.Clamp((time - From) / (To - From), -1, 2);

    /// <summary>The marked times.</summary>
    public IEnumerable<TimeTick> Ticks()
    {
        var first = Math.Ceiling(From / Step);
        for (var i = 0; i <= MostTicks + 1; i++)
        {
            var index = first + i;
            var time = index * Step;
            if (time > To)
            {
                yield break;
            }

            yield return new(time, index % 2 != 0 ? 2 : index % 4 != 0 ? 1 : 0);
        }
    }

    /// <summary>Writes a mark: the time of day, and the day where one begins.</summary>
    public string Write(double time) => Dates.OfSeconds(time, Pattern(time));

    private string Pattern(double time) => Step switch
    {
        < 1 => "HH:mm:ss.fff",
        < 60 => "HH:mm:ss",
        < Day => (To - From > Day && time % Day == 0) ? "MM-dd" : To - From > 3 * Day ? "MM-dd HH:mm" : "HH:mm",
        < 30 * Day => "MM-dd",
        < 365 * Day => "yyyy-MM",
        _ => "yyyy",
    };
}

/// <summary>A marked time (Unix seconds). The higher the level, the sooner a narrow chart leaves it out.</summary>
internal readonly record struct TimeTick(double Time, int Level);
