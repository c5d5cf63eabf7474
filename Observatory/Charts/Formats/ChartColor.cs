namespace Observatory.Charts.Formats;

/// <summary>
/// A colour: one of those that the style sheet knows by name, in a tone for light and one for dark pages, or any other by its components. Markup
/// takes <see cref="CssClass"/> and <see cref="Attribute"/> together and paints with <c>currentColor</c>; a page's style attributes are forbidden.
/// </summary>
internal readonly record struct ChartColor
{
    private static readonly string[] Hues = ["red", "orange", "yellow", "green", "blue", "purple"];
    private static readonly string[] Shades = ["super-light-", "light-", "", "semi-dark-", "dark-"];

    private static readonly string[] Classic =
    [
        "green", "yellow", "cyan", "orange", "red", "blue", "purple", "teal", "pink", "lime", "violet", "brown",
        "dark-green", "dark-yellow", "dark-blue", "dark-orange", "dark-red", "light-blue", "dark-purple",
        "light-green", "light-orange", "light-red", "light-purple", "light-yellow",
    ];

    private static readonly HashSet<string> Names =
        [.. Hues.SelectMany(h => Shades.Select(s => s + h)), "text", "gray", "teal", "pink", "lime", "violet", "brown", "cyan", "transparent"];

    private readonly string? _name;
    private readonly string? _hex;

    private ChartColor(string? name, string? hex) => (_name, _hex) = (name, hex);

    /// <summary>The colour of text: what is used where nothing else is known.</summary>
    public static ChartColor Text { get; } = new("text", null);

    /// <summary>A quiet colour for what is there but says nothing.</summary>
    public static ChartColor Gray { get; } = new("gray", null);

    /// <summary>The class that gives an SVG element this colour; for a colour without a name, one without a rule.</summary>
    public string CssClass => _hex is null ? $"c-{_name ?? "text"}" : "c-own";

    /// <summary>What goes into an SVG element's <c>color</c> attribute; a class with a rule is stronger.</summary>
    public string Attribute => _hex ?? "inherit";

    /// <summary>The class for HTML elements, which have no such attribute: the nearest colour with a name.</summary>
    public string TextClass => $"c-{(_hex is null ? _name ?? "text" : Nearest(_hex))}";

    /// <summary>All classes that colours can have.</summary>
    internal static IEnumerable<string> Classes => Names.Select(n => $"c-{n}");

    /// <summary>The colour of the series at this place; they begin again after some two dozen.</summary>
    public static ChartColor Palette(int index) => new(Classic[(int)((uint)index % Classic.Length)], null);

    /// <summary>Reads a name (<c>semi-dark-green</c>), <c>#rgb</c>, <c>#rrggbb</c>, <c>#rrggbbaa</c> or <c>rgb(1, 2, 3)</c>; anything else is the text's colour.</summary>
    public static ChartColor Parse(string? text) => TryParse(text, out var color) ? color : Text;

    /// <summary>Reads a colour; see <see cref="Parse"/>.</summary>
    public static bool TryParse(string? text, out ChartColor color)
    {
        var wanted = (text ?? "").Trim().ToLowerInvariant();
        var name = wanted switch { "grey" or "darkgray" or "lightgray" => "gray", "white" or "black" => "text", _ => wanted };
        if (Names.Contains(name))
        {
            color = new(name, null);
            return true;
        }

        var hex = wanted.StartsWith("rgb", StringComparison.Ordinal) ? OfComponents(wanted) : OfHex(wanted);
        color = hex is null ? default : new(null, hex);
        return hex is not null;
    }

    private static string? OfHex(string text) =>
        text is ['#', .. var digits] && digits.Length is 3 or 4 or 6 or 8 && digits.All(char.IsAsciiHexDigit)
            ? digits.Length is 3 or 4 ? $"#{digits[0]}{digits[0]}{digits[1]}{digits[1]}{digits[2]}{digits[2]}" : $"#{digits[..6]}"
            : null;

    private static string? OfComponents(string text)
    {
        var open = text.IndexOf('(');
        if (open < 0 || text.Length > 64 || text[^1] != ')')
        {
            return null;
        }

        var parts = text[(open + 1)..^1].Split([',', ' ', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Span<byte> rgb = stackalloc byte[3];
        for (var i = 0; i < rgb.Length; i++)
        {
            if (i >= parts.Length || !byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out rgb[i]))
            {
                return null;
            }
        }

        return $"#{Convert.ToHexStringLower(rgb)}";
    }

    private static string Nearest(string hex)
    {
        double Component(int at) => byte.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        var (red, green, blue) = (Component(1), Component(3), Component(5));
        var (high, low) = (Math.Max(red, Math.Max(green, blue)), Math.Min(red, Math.Min(green, blue)));
        var range = high - low;
        if (range < 0.12)
        {
            return high is > 0.85 or < 0.15 ? "text" : "gray";
        }

        var hue = high == red ? (green - blue) / range : high == green ? 2 + ((blue - red) / range) : 4 + ((red - green) / range);
        var degrees = ((hue * 60) + 360) % 360;
        var name = degrees switch
        {
            < 17 or >= 345 => "red",
            < 40 => "orange",
            < 68 => "yellow",
            < 165 => "green",
            < 255 => "blue",
            < 320 => "purple",
            _ => "red",
        };
        return ((high + low) / 2) switch { < 0.3 => "dark-", < 0.4 => "semi-dark-", > 0.82 => "super-light-", > 0.7 => "light-", _ => "" } + name;
    }
}
