namespace Observatory.Mcp.Asking;

/// <summary>Finds the names that somebody who wrote another one may have meant.</summary>
internal static class NearestNames
{
    private const int MaxCandidates = 2000;
    private const int MaxLength = 80;

    /// <summary>
    /// The nearest of the names, the best first: those that contain the text or are contained in it, then by edit distance.
    /// </summary>
    public static IReadOnlyList<string> Of(string text, IEnumerable<string> names, int count = 5)
    {
        var sought = Short(text);
        return
        [
            .. names.Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).Take(MaxCandidates)
                .Select(n => (Name: n, Distance: Distance(sought, Short(n))))
                .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal).Take(count).Select(n => n.Name),
        ];
    }

    /// <summary>The end of an error's sentence: the nearest names, or that there are none.</summary>
    public static string Hint(string text, IEnumerable<string> names)
    {
        var nearest = Of(text, names);
        return nearest.Count == 0 ? "there is none at all" : $"nearest: {string.Join(", ", nearest)}";
    }

    private static string Short(string text) => (text.Length <= MaxLength ? text : text[..MaxLength]).ToUpperInvariant();

    private static int Distance(string a, string b)
    {
        if (a.Contains(b, StringComparison.Ordinal) || b.Contains(a, StringComparison.Ordinal))
        {
            return Math.Abs(a.Length - b.Length) - MaxLength;
        }

        // Levenshtein's, in two rows.
        var above = Enumerable.Range(0, b.Length + 1).ToArray();
        var row = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(above[j], row[j - 1]) + 1);
            }

            (above, row) = (row, above);
        }

        return above[b.Length];
    }
}
