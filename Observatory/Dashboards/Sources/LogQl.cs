using System.Text.RegularExpressions;
using Observatory.Charts.Formats;

namespace Observatory.Dashboards.Sources;

/// <summary>The part of LogQL that finds lines: a stream selector, then label filters (joined by <c>and</c>, a comma or a bar) and line filters.</summary>
internal sealed class LogQl
{
    private readonly List<Condition> _labels = [];
    private readonly List<Condition> _lines = [];

    /// <summary>Filters by labels.</summary>
    public IReadOnlyList<Condition> Labels => _labels;

    /// <summary>Filters by the line's text.</summary>
    public IReadOnlyList<Condition> Lines => _lines;

    /// <summary>Reads a query.</summary>
    /// <exception cref="FormatException">It asks for what is not answered here; the message says what.</exception>
    public static LogQl Parse(string query)
    {
        if (!query.TrimStart().StartsWith('{'))
        {
            throw new FormatException("LogQL: only queries that begin with a stream selector {…} are answered here");
        }

        var tokens = LogQlLexer.Split(query);
        var parsed = new LogQl();

        var i = 1;
        while (i < tokens.Count && tokens[i] != ("}", false))
        {
            parsed._labels.Add(Label(tokens, ref i));
            i += i < tokens.Count && tokens[i] == (",", false) ? 1 : 0;
        }

        i++;
        while (i < tokens.Count)
        {
            var (text, isString) = tokens[i];
            if (isString)
            {
                throw new FormatException($"LogQL: \"{text}\" is not expected where it stands");
            }

            if (text is "|=" or "!=" or "|~" or "!~")
            {
                parsed._lines.Add(new("", text switch { "|=" => "=", "|~" => "=~", _ => text }, Value(tokens, i + 1)));
                i += 2;
            }
            else if (text is "|" or "and" or ",")
            {
                i++;
                parsed._labels.Add(Label(tokens, ref i));
            }
            else
            {
                throw new FormatException($"LogQL: {text} is not answered here");
            }
        }

        return parsed;
    }

    private static Condition Label(List<(string Text, bool IsString)> tokens, ref int i)
    {
        if (i + 2 >= tokens.Count || tokens[i].IsString || tokens[i + 1].Text is not ("=" or "!=" or "=~" or "!~" or "=="))
        {
            throw new FormatException(i < tokens.Count ? $"LogQL: {tokens[i].Text} is not answered here" : "LogQL: the query ends too early");
        }

        var condition = new Condition(tokens[i].Text, tokens[i + 1].Text, Value(tokens, i + 2));
        i += 3;
        return condition;
    }

    private static string Value(List<(string Text, bool IsString)> tokens, int i) =>
        i < tokens.Count && tokens[i].IsString ? tokens[i].Text : throw new FormatException("LogQL: a text in quotes is missing");

    /// <summary>One condition.</summary>
    internal sealed class Condition
    {
        private readonly Regex? _pattern;

        /// <summary>Makes a condition.</summary>
        /// <param name="name">The label; empty for the line.</param>
        /// <param name="operation"><c>=</c>, <c>!=</c>, <c>=~</c> or <c>!~</c>.</param>
        /// <param name="value">What to compare with.</param>
        /// <exception cref="FormatException">The pattern is none.</exception>
        public Condition(string name, string operation, string value)
        {
            (Name, Operation, Value) = (name, operation == "==" ? "=" : operation, value);
            if (Operation is "=~" or "!~")
            {
                _pattern = Compile(name.Length > 0 ? $"^(?:{value})$" : value);
            }
        }

        /// <summary>The label.</summary>
        public string Name { get; }

        /// <summary>How it is compared.</summary>
        public string Operation { get; }

        /// <summary>What it is compared with.</summary>
        public string Value { get; }

        /// <summary>Whether a value, or a line, is as it should be.</summary>
        public bool Holds(string text) => Operation switch
        {
            "=" => Name.Length > 0 ? text == Value : text.Contains(Value, StringComparison.Ordinal),
            "!=" => Name.Length > 0 ? text != Value : !text.Contains(Value, StringComparison.Ordinal),
            "=~" => _pattern!.IsMatch(text),
            _ => !_pattern!.IsMatch(text),
        };

        private static Regex Compile(string pattern)
        {
            try
            {
                return Patterns.Compile(pattern);
            }
            catch (ArgumentException e)
            {
                throw new FormatException($"LogQL: {e.Message}", e);
            }
        }
    }
}

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
