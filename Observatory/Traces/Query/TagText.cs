namespace Observatory.Traces.Query;

/// <summary>
/// Tags as people write them, <c>http.request.method=GET error=true reason="too late"</c>, or as programs do: a JSON object,
/// <c>key:value</c>.
/// </summary>
internal static class TagText
{
    /// <summary>Reads tags.</summary>
    /// <exception cref="FormatException">It is no list of tags.</exception>
    public static List<KeyValuePair<string, string>> Parse(string text)
    {
        if (text.AsSpan().TrimStart().StartsWith('{'))
        {
            return ParseObject(text, "tags");
        }

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

    /// <summary>Reads <c>key:value</c>.</summary>
    /// <param name="text">The pair.</param>
    /// <param name="error">What is said before a text that is none.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static KeyValuePair<string, string> ParsePair(string text, string error) =>
        text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            ? new(text[..colon], text[(colon + 1)..])
            : throw new FormatException($"{error}: {Short(text)}");

    /// <summary>Reads a JSON object of texts, numbers and truth values.</summary>
    /// <param name="json">The object.</param>
    /// <param name="what">What is read, for errors.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static List<KeyValuePair<string, string>> ParseObject(string json, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Scalar(p.Value)))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"{what}: {e.Message}", e);
        }
    }

    private static string Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw new JsonException("a tag's value must be a text, a number, true or false"),
    };

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
