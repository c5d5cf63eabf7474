using System.Text;

namespace Observatory.Dashboards.Sources;

/// <summary>Splits LogQL into names, operators and texts.</summary>
internal static class LogQlLexer
{
    private static readonly string[] Operators = ["|=", "!=", "|~", "!~", "=~", "==", ">=", "<=", "=", ">", "<", "|", "{", "}", ",", "(", ")"];

    /// <summary>Splits; a text is marked as such, so that <c>"|"</c> is no operator.</summary>
    /// <exception cref="FormatException">Something else is in it.</exception>
    public static List<(string Text, bool IsString)> Split(string query)
    {
        var tokens = new List<(string, bool)>();
        for (var i = 0; i < query.Length;)
        {
            var c = query[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (c is '"' or '`')
            {
                tokens.Add((ReadString(query, ref i), true));
            }
            else if (Array.Find(Operators, o => string.CompareOrdinal(query, i, o, 0, o.Length) == 0) is { } found)
            {
                tokens.Add((found, false));
                i += found.Length;
            }
            else if (char.IsLetterOrDigit(c) || c is '_' or '.' or '-')
            {
                var start = i;
                while (i < query.Length && (char.IsLetterOrDigit(query[i]) || query[i] is '_' or '.' or ':' or '-'))
                {
                    i++;
                }

                tokens.Add((query[start..i], false));
            }
            else
            {
                throw new FormatException($"LogQL: '{c}' is not understood here");
            }
        }

        return tokens;
    }

    private static string ReadString(string query, ref int i)
    {
        var quote = query[i++];
        var text = new StringBuilder();
        while (i < query.Length && query[i] != quote)
        {
            if (quote == '"' && query[i] == '\\' && i + 1 < query.Length)
            {
                i++;
                text.Append(query[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
            }
            else
            {
                text.Append(query[i]);
            }

            i++;
        }

        return i++ < query.Length ? text.ToString() : throw new FormatException("LogQL: a text has no end");
    }
}
