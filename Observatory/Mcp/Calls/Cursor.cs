using Observatory.Mcp.Answers;
using Observatory.Mcp.Asking;

namespace Observatory.Mcp.Calls;

/// <summary>Where a list goes on: its time, which does not move with the clock, and how many rows have been given.</summary>
internal static class Cursor
{
    /// <summary>Writes one.</summary>
    public static string Write(AskedTime time, int given) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.From.ToUnixTimeMilliseconds()}-{time.To.ToUnixTimeMilliseconds()}-{given}");

    /// <summary>Reads the time that is asked about, and how many rows have been given.</summary>
    /// <exception cref="ToolException">The cursor is none.</exception>
    public static (AskedTime Time, int Given) Read(ToolArguments arguments, string otherwise = "-1h")
    {
        if (arguments.Text(ToolParameter.Cursor.Name) is not { } text)
        {
            return (arguments.Time(otherwise), 0);
        }

        var parts = text.Split('-');
        return parts.Length == 3
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            && from < to && to <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? (new(DateTimeOffset.FromUnixTimeMilliseconds(from), DateTimeOffset.FromUnixTimeMilliseconds(to)), given)
                : throw new ToolException(
                    $"cursor: {DataText.Quote(text, 60)} is none; give the next of the answer before, with the same other arguments");
    }
}
