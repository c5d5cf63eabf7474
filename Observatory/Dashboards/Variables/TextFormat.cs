namespace Observatory.Dashboards.Variables;

/// <summary>How several values become one text: Grafana's formats, and what each data source takes when none is written.</summary>
internal static class TextFormat
{
    /// <summary>Writes a value.</summary>
    public static string Write(VariableValue value, string name, string format)
    {
        if (value.Address is { } address)
        {
            return address;
        }

        if (value.Raw is { } raw && format is not ("queryparam" or "percentencode" or "uriencode" or "text"))
        {
            return raw;
        }

        var values = value.Values;
        return format switch
        {
            "promql" => Prometheus(value),
            "logql" => Loki(value),
            "csv" or "raw" => string.Join(',', values),
            "pipe" => string.Join('|', values),
            "regex" => values.Count == 1 ? EscapePattern(values[0]) : $"({string.Join('|', values.Select(EscapePattern))})",
            "json" => values.Count == 1 && !value.IsList ? Json(values[0]) : $"[{string.Join(',', values.Select(Json))}]",
            "singlequote" => string.Join(',', values.Select(v => $"'{v.Replace("'", "\\'", StringComparison.Ordinal)}'")),
            "doublequote" => string.Join(',', values.Select(v => $"\"{v.Replace("\"", "\\\"", StringComparison.Ordinal)}\"")),
            "sqlstring" => string.Join(',', values.Select(v => $"'{v.Replace("'", "''", StringComparison.Ordinal)}'")),
            "percentencode" or "uriencode" => Uri.EscapeDataString(Glob(value)),
            "queryparam" => QueryParameter(name, value),
            "text" => value.Text ?? string.Join(" + ", values),
            "lucene" => values.Count == 1 ? values[0] : $"({string.Join(" OR ", values.Select(v => $"\"{v}\""))})",
            _ when format.StartsWith("date", StringComparison.Ordinal) => Date(values, format),
            _ => Glob(value),
        };
    }

    /// <summary>Writes a variable as parameters of an address.</summary>
    public static string QueryParameter(string name, VariableValue value) => string.Join(
        '&', (value.Raw is not null ? ["$__all"] : value.Values).Select(v => $"var-{Uri.EscapeDataString(name)}={Uri.EscapeDataString(v)}"));

    /// <summary>Takes the meaning of a pattern's special characters away.</summary>
    public static string EscapePattern(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text)
        {
            if (c is '\\' or '^' or '$' or '.' or '|' or '?' or '*' or '+' or '(' or ')' or '[' or ']' or '{' or '}' or '/')
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }

    // Within a PromQL string a backslash is written twice.
    private static string Prometheus(VariableValue value)
    {
        if (!value.IsList)
        {
            return string.Join(',', value.Values).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        }

        var escaped = value.Values.Select(v => EscapeInString(v)).ToList();
        return escaped.Count == 1 ? escaped[0] : $"({string.Join('|', escaped)})";
    }

    private static string Loki(VariableValue value) => value.IsList
        ? string.Join('|', value.Values.Select(EscapeInString))
        : string.Join(',', value.Values).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string EscapeInString(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => escaped.Append("\\\\\\\\"),
                '"' => escaped.Append("\\\""),
                '\n' => escaped.Append("\\n"),
                '$' or '^' or '*' or '{' or '}' or '[' or ']' or '\'' or '+' or '?' or '.' or '(' or ')' or '|' => escaped.Append("\\\\").Append(c),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private static string Glob(VariableValue value) => value.Raw ?? (value.Values.Count == 1 ? value.Values[0] : $"{{{string.Join(',', value.Values)}}}");

    private static string Json(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Date(IReadOnlyList<string> values, string format)
    {
        if (values.Count != 1 || !long.TryParse(values[0], CultureInfo.InvariantCulture, out var ms) || ms < 0 || ms > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return string.Join(',', values);
        }

        var time = DateTimeOffset.FromUnixTimeMilliseconds(ms);
        return format switch
        {
            "date:seconds" => (ms / 1000).ToString(CultureInfo.InvariantCulture),
            _ => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
    }
}
