using System.Text;

namespace Observatory.Traces.Query;

/// <summary>Tags as people write them: <c>http.request.method=GET error=true reason="too late"</c>.</summary>
internal static class TagText
{
    /// <summary>Reads tags.</summary>
    /// <exception cref="FormatException">It is no list of tags.</exception>
    public static List<KeyValuePair<string, string>> Parse(string text)
    {
        var tags = new List<KeyValuePair<string, string>>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at == text.Length)
            {
                return tags;
            }

            var key = ReadKey(text, ref at);
            tags.Add(new(key, ReadValue(text, ref at)));
        }
    }

    private static string ReadKey(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] != '=' && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        if (at == start || at == text.Length || text[at] != '=')
        {
            throw new FormatException($"tags: '{Short(text[start..])}' is not key=value, separated by spaces; a value with spaces goes in quotes");
        }

        return text[start..at++];
    }

    private static string ReadValue(string text, ref int at)
    {
        var value = new StringBuilder();
        if (at < text.Length && text[at] == '"')
        {
            for (at++; at < text.Length && text[at] != '"'; at++)
            {
                if (text[at] == '\\' && at + 1 < text.Length)
                {
                    at++;
                }

                value.Append(text[at]);
            }

            if (at == text.Length)
            {
                throw new FormatException("tags: a quote is not closed");
            }

            at++;
            return value.ToString();
        }

        for (; at < text.Length && !char.IsWhiteSpace(text[at]); at++)
        {
            value.Append(text[at]);
        }

        return value.ToString();
    }

    private static string Short(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
