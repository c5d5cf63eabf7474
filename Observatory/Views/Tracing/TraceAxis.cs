namespace Observatory.Views.Tracing;

/// <summary>Where times are on an axis, in percent of its length.</summary>
internal readonly struct TraceAxis(ulong fromNanos, ulong toNanos)
{
    private const double MinWidth = 0.15;
    private const int MaxTicks = 6;

    /// <summary>Where the axis begins.</summary>
    public ulong FromNanos { get; } = fromNanos;

    /// <summary>How long it is.</summary>
    public ulong Nanos { get; } = Math.Max(1, toNanos - fromNanos);

    /// <summary>Where a time is; times beyond the axis are at its ends.</summary>
    public double At(ulong nanos) =>
        nanos <= FromNanos ? 0 : Math.Round(Math.Min(100, (nanos - FromNanos) * 100d / Nanos), 3);

    /// <summary>How wide a time is; never so narrow that it can't be seen.</summary>
    public double Width(ulong from, ulong to) => Math.Round(Math.Max(MinWidth, At(to) - At(from)), 3);

    /// <summary>Round times from the axis' beginning on, in nanoseconds after it.</summary>
    public IEnumerable<ulong> Ticks()
    {
        var step = 1UL;
        for (var i = 0; Nanos / step >= MaxTicks; i++)
        {
            // 1, 2, 5, 10, 20, 50, …
            step = i % 3 == 1 ? step / 2 * 5 : step * 2;
        }

        // Counted, not compared: at the end of the numbers the mark after the last would be 0 again.
        var last = Nanos / step;
        for (var i = 0UL; i <= last; i++)
        {
            yield return i * step;
        }
    }
}
