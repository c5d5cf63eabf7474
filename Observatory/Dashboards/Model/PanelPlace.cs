namespace Observatory.Dashboards.Model;

/// <summary>Where a panel stands on a grid of 24 columns.</summary>
/// <param name="X">Its first column, from 0.</param>
/// <param name="Y">Its first row, from 0.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct PanelPlace(int X, int Y, int Width, int Height)
{
    /// <summary>Columns of the grid.</summary>
    public const int Columns = 24;

    /// <summary>Keeps it within the grid.</summary>
    public static PanelPlace Of(int? x, int? y, int? width, int? height)
    {
        var left = Math.Clamp(x ?? 0, 0, Columns - 1);
        return new(left, Math.Clamp(y ?? 0, 0, 100_000), Math.Clamp(width ?? 12, 1, Columns - left), Math.Clamp(height ?? 8, 1, 60));
    }
}
