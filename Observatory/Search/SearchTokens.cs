using Observatory.Traces.Query;

namespace Observatory.Search;

/// <summary>Reads a search's text piece by piece: names, comparisons, values and braces.</summary>
internal sealed class SearchTokens(string text)
{
    private const string OfComparisons = "=!<>~";

    private static readonly (string Sign, Comparison Comparison)[] Signs =
    [
        ("=~", Comparison.Matches), ("!~", Comparison.MatchesNot), ("!=", Comparison.NotEqual), (">=", Comparison.GreaterOrEqual),
        ("<=", Comparison.LessOrEqual), ("=", Comparison.Equal), (">", Comparison.Greater), ("<", Comparison.Less),
    ];

    /// <summary>Where the next piece begins.</summary>
    public int At { get; private set; }

    /// <summary>Goes to the next piece.</summary>
    /// <returns>False at the end.</returns>
    public bool MoveNext()
    {
        while (At < text.Length && char.IsWhiteSpace(text[At]))
        {
            At++;
        }

        return At < text.Length;
    }

    /// <summary>Takes what stands next, if it is this.</summary>
    public bool TryTake(string what)
    {
        if (string.CompareOrdinal(text, At, what, 0, what.Length) != 0)
        {
            return false;
        }

        At += what.Length;
        return true;
    }

    /// <summary>Takes a name. One in quotes comes with a dot before it: it is an attribute's, whatever it is.</summary>
    /// <exception cref="FormatException">None stands there.</exception>
    public string TakeName()
    {
        var start = At;
        if (TryTake("\"") || TryTake(".\""))
        {
            return "." + TakeQuoted(start);
        }

        while (At < text.Length && !char.IsWhiteSpace(text[At]) && !OfComparisons.Contains(text[At]) && text[At] is not ('{' or '}' or '"' or '|' or '&'))
        {
            At++;
        }

        return At > start ? text[start..At] : throw Unreadable(start, "there is no name of an attribute");
    }

    /// <summary>Takes a comparison.</summary>
    /// <param name="name">The name before it.</param>
    /// <exception cref="FormatException">None stands there.</exception>
    public Comparison TakeComparison(string name)
    {
        var start = At;
        MoveNext();
        foreach (var (sign, comparison) in Signs)
        {
            if (TryTake(sign))
            {
                return At < text.Length && OfComparisons.Contains(text[At])
                    ? throw Unreadable(At - sign.Length, "there is no such comparison: it is one of = != > >= < <= =~ !~")
                    : comparison;
            }
        }

        throw Unreadable(start, $"'{Short(name)}' is compared with nothing: write {Short(name)}=value, or one of != > >= < <= =~ !~ instead of =");
    }

    /// <summary>Takes a value, in quotes or up to the next space.</summary>
    /// <exception cref="FormatException">None stands there.</exception>
    public string TakeValue()
    {
        MoveNext();
        var start = At;
        if (TryTake("\""))
        {
            return TakeQuoted(start);
        }

        while (At < text.Length && !char.IsWhiteSpace(text[At]) && text[At] is not ('}' or '"'))
        {
            At++;
        }

        var value = text[start..At];
        if (value.Length == 0)
        {
            throw Unreadable(start, "a value is missing; an empty one is \"\"");
        }

        return MustBeQuoted(value)
            ? throw Unreadable(start, $"'{Short(value)}' looks like more than a value: put it in quotes, or a space between two conditions")
            : value;
    }

    /// <summary>Whether a value could be taken for something else without quotes.</summary>
    public static bool MustBeQuoted(string value) =>
        value.Length == 0 || value.Any(c => char.IsWhiteSpace(c) || c is '"' or '{' or '}' or '=' or '<' or '>')
        || value[0] is '!' or '~' || value.Contains("&&", StringComparison.Ordinal) || value.Contains("||", StringComparison.Ordinal);

    /// <summary>Says where a text can't be read, and why.</summary>
    public static FormatException Unreadable(int at, string why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"search, character {at + 1}: {why}"));

    /// <summary>A piece of a text as an error has room for it.</summary>
    public static string Short(string piece) => Html.Display.Cut(piece, 64);

    private string TakeQuoted(int start)
    {
        var value = new StringBuilder();
        for (; At < text.Length && text[At] != '"'; At++)
        {
            if (text[At] == '\\' && At + 1 < text.Length && text[At + 1] is '"' or '\\')
            {
                At++;
            }

            value.Append(text[At]);
        }

        return TryTake("\"") ? value.ToString() : throw Unreadable(start, "a quote is not closed");
    }
}
