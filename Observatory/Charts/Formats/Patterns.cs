using System.Text.RegularExpressions;

namespace Observatory.Charts.Formats;

/// <summary>Patterns that others write. Their time grows with the text only, or ends with a <see cref="RegexMatchTimeoutException"/>.</summary>
internal static class Patterns
{
    private const int MaxLength = 1000;
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads a pattern as dashboards have them, between slashes or bare; null when it is empty, too long or none.</summary>
    public static Regex? Find(string? text)
    {
        if (text is not { Length: > 0 and <= MaxLength })
        {
            return null;
        }

        var end = text.LastIndexOf('/');
        var (pattern, letters) = text[0] == '/' && end > 0 ? (text[1..end], text[(end + 1)..]) : (text, "");
        try
        {
            var options = letters.Contains('i', StringComparison.Ordinal) ? RegexOptions.IgnoreCase : RegexOptions.None;
            return pattern.Length == 0 ? null : Compile(pattern, options);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static Regex Compile(string pattern, RegexOptions options = RegexOptions.None)
    {
        options |= RegexOptions.CultureInvariant;
        try
        {
            return new(pattern, options | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new(pattern, options, Timeout);
        }
    }
}
