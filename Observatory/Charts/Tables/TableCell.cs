using Observatory.Charts.Formats;

namespace Observatory.Charts.Tables;

/// <summary>One cell of a <see cref="DataTable"/>: a number or a text, and where it leads.</summary>
internal sealed record TableCell
{
    /// <summary>A number; NaN where there is none.</summary>
    public double Number { get; init; } = double.NaN;

    /// <summary>A text, shown instead of the number.</summary>
    public string? Text { get; init; }

    /// <summary>Where it leads: the first around the value, the others behind it.</summary>
    public IReadOnlyList<ChartLink> Links { get; init; } = [];

    /// <summary>The colour; without it the column decides.</summary>
    public ChartColor? Color { get; init; }

    /// <summary>A cell with a number.</summary>
    public static TableCell Of(double number) => new() { Number = number };

    /// <summary>A cell with a text.</summary>
    public static TableCell Of(string text) => new() { Text = text };
}
