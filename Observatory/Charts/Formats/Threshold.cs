namespace Observatory.Charts.Formats;

/// <summary>From this value on, this colour. The lowest step of a list usually begins at minus infinity.</summary>
internal sealed record Threshold(double From, ChartColor Color)
{
    /// <summary>The colour of a value, or nothing where no step begins at or below it.</summary>
    public static ChartColor? ColorOf(IReadOnlyList<Threshold> steps, double value)
    {
        Threshold? found = null;
        foreach (var step in steps)
        {
            if (value >= step.From && (found is null || step.From >= found.From))
            {
                found = step;
            }
        }

        return found?.Color;
    }
}
