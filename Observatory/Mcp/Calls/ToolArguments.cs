using Observatory.Html;
using Observatory.Mcp.Answers;
using Observatory.Mcp.Asking;
using Observatory.Traces.Model;

namespace Observatory.Mcp.Calls;

/// <summary>The arguments of a call. One that can't be used is a <see cref="ToolException"/> that names it.</summary>
internal sealed class ToolArguments
{
    private const int MaxText = 2000;
    private const int MaxTexts = 50;

    private readonly IDictionary<string, JsonElement> _values;
    private readonly DateTimeOffset _now;

    /// <summary>Takes the arguments of a call.</summary>
    /// <exception cref="ToolException">One of them the tool does not have.</exception>
    public ToolArguments(IDictionary<string, JsonElement>? values, IReadOnlyList<ToolParameter> parameters, DateTimeOffset now)
    {
        (_values, _now) = (values ?? new Dictionary<string, JsonElement>(), now);
        foreach (var name in _values.Keys)
        {
            if (parameters.All(p => p.Name != name))
            {
                var all = string.Join(", ", parameters.Select(p => p.Name));
                throw new ToolException($"there is no argument {DataText.Quote(name)}; the arguments are {all}");
            }
        }

        foreach (var parameter in parameters.Where(p => p.IsRequired && Value(p.Name) is null))
        {
            throw new ToolException($"{parameter.Name} is missing{(parameter.Description is { } what ? $": {what}" : "")}");
        }
    }

    /// <summary>The budget of the answer.</summary>
    public int MaxTokens =>
        (int)(Integer(ToolParameter.MaxTokens.Name, AnswerWriter.MinTokens, AnswerWriter.MaxTokens) ?? AnswerWriter.DefaultTokens);

    /// <summary>Now, the same throughout a call.</summary>
    public DateTimeOffset Now => _now;

    /// <summary>A text; null when it is not given.</summary>
    public string? Text(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 and <= MaxText } value => value,
        { ValueKind: JsonValueKind.String } text when text.GetString()!.Length == 0 => null,
        // Ids and versions look like numbers to some callers.
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        var other => throw Wrong(name, other.Value, $"a text of at most {MaxText} characters"),
    };

    /// <summary>Texts; none when they are not given. One text is one of them.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (Value(name) is not { ValueKind: JsonValueKind.Array } array)
        {
            return Text(name) is { } one ? [one] : [];
        }

        return array.GetArrayLength() <= MaxTexts && array.EnumerateArray().All(t => t.ValueKind == JsonValueKind.String)
            ? [.. array.EnumerateArray().Select(t => t.GetString()!).Where(t => t.Length is > 0 and <= MaxText)]
            : throw Wrong(name, array, $"at most {MaxTexts} texts");
    }

    /// <summary>One of some words; null when it is not given.</summary>
    public string? Choice(ToolParameter parameter)
    {
        var choices = parameter.Choices!;
        return Text(parameter.Name) is not { } text ? null
            : choices.Contains(text, StringComparer.Ordinal) ? text
            : throw new ToolException($"{parameter.Name}: {DataText.Quote(text, 40)} is none of {string.Join(", ", choices)}");
    }

    /// <summary>A whole number within bounds; null when it is not given.</summary>
    public long? Integer(string name, long min, long max) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var value) && value >= min && value <= max => value,
        { ValueKind: JsonValueKind.String } text
            when long.TryParse(text.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                && value >= min && value <= max => value,
        var other => throw Wrong(name, other.Value, $"a whole number from {min} to {max}"),
    };

    /// <summary>A number that is not negative; null when it is not given.</summary>
    public double? Number(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var value) && value is >= 0 and < 1e15 => value,
        var other => throw Wrong(name, other.Value, "a number from 0 on"),
    };

    /// <summary>Yes or no.</summary>
    public bool Flag(string name) => Value(name) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        var other => throw Wrong(name, other.Value, "true or false"),
    };

    /// <summary>The time that is asked about.</summary>
    public AskedTime Time(string otherwise = "-1h", string prefix = "")
    {
        try
        {
            return AskedTime.Read(Text($"{prefix}since") ?? otherwise, Text($"{prefix}until") ?? "now", _now);
        }
        catch (FormatException e)
        {
            throw new ToolException(prefix + e.Message, e);
        }
    }

    /// <summary>A trace's id.</summary>
    public UInt128 RunId(string name = "run_id")
    {
        var text = Text(name) ?? "";
        return TraceIds.TryParseTrace(text, out var id)
            ? id
            : throw new ToolException(
                $"{name}: {DataText.Quote(text, 40)} is no run's id, a trace id of up to 32 hexadecimal digits; list_runs has them");
    }

    private static ToolException Wrong(string name, JsonElement value, string expected) =>
        new($"{name}: {DataText.Quote(Display.Cut(value.GetRawText(), 60), 60)} is not {expected}");

    private JsonElement? Value(string name) =>
        _values.TryGetValue(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;
}
