namespace Observatory.Charts.Drawing;

/// <summary>Pieces of rings. Angles are in degrees from the top, clockwise.</summary>
internal static class Arcs
{
    /// <summary>The outline of a piece of a ring; without an inner radius, of a slice.</summary>
    public static string Ring(double x, double y, double inner, double outer, double from, double to)
    {
        if (to - from >= 359.9)
        {
            // A full turn ends where it begins, and nothing would be drawn.
            return Ring(x, y, inner, outer, from, from + 180) + Ring(x, y, inner, outer, from + 180, from + 359.9);
        }

        var large = to - from > 180 ? 1 : 0;
        return inner <= 0
            ? $"M{Svg.Number(x)} {Svg.Number(y)}L{Point(x, y, outer, from)}A{Svg.Number(outer)} {Svg.Number(outer)} 0 {large} 1 {Point(x, y, outer, to)}Z"
            : $"M{Point(x, y, outer, from)}A{Svg.Number(outer)} {Svg.Number(outer)} 0 {large} 1 {Point(x, y, outer, to)}L{Point(x, y, inner, to)}A{Svg.Number(inner)} {Svg.Number(inner)} 0 {large} 0 {Point(x, y, inner, from)}Z";
    }

    /// <summary>A point on a circle.</summary>
    public static (double X, double Y) At(double x, double y, double radius, double angle) =>
        (x + (radius * Math.Sin(angle * Math.PI / 180)), y - (radius * Math.Cos(angle * Math.PI / 180)));

    private static string Point(double x, double y, double radius, double angle)
    {
        var (px, py) = At(x, y, radius, angle);
        return $"{Svg.Number(px)} {Svg.Number(py)}";
    }
}
