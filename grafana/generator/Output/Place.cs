using Tta.Dashboards.Model;

namespace Tta.Dashboards.Output;

/// <summary>Where a panel stands on the grid.</summary>
internal readonly record struct Place(Panel Panel, int X, int Y, int Height)
{
    /// <summary>Places a section's panels from the left to the right, line below line, starting at <paramref name="top"/>.</summary>
    public static IEnumerable<Place> Of(Section section, int top)
    {
        foreach (var line in section.Lines)
        {
            var left = 0;
            foreach (var panel in line.Panels)
            {
                if (left + panel.Width > Board.Columns)
                {
                    throw new InvalidOperationException($"'{panel.Title}' ends at column {left + panel.Width}; a line has {Board.Columns}. Make a panel of its line narrower.");
                }

                yield return new Place(panel, left, top, line.Height);
                left += panel.Width;
            }

            top += line.Height;
        }
    }

    public static int HeightOf(Section section) => section.Lines.Sum(line => line.Height);
}
