namespace Observatory.Mcp.Calls;

/// <summary>A parameter of a tool.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What JSON it takes.</param>
/// <param name="Description">What it means, with its default; null where the name says all.</param>
/// <param name="Choices">The only values, if there are few.</param>
/// <param name="IsRequired">Whether a call must give it.</param>
internal sealed record ToolParameter(
    string Name, ToolParameterType Type, string? Description = null, IReadOnlyList<string>? Choices = null, bool IsRequired = false)
{
    /// <summary>The budget of the answer, which every tool takes.</summary>
    public static readonly ToolParameter MaxTokens = new("max_tokens", ToolParameterType.Integer);

    /// <summary>The beginning of the time that is asked about.</summary>
    public static readonly ToolParameter Since = new("since", ToolParameterType.Text, "default -1h");

    /// <summary>Its end.</summary>
    public static readonly ToolParameter Until = new("until", ToolParameterType.Text);

    /// <summary>The name of a workflow.</summary>
    public static readonly ToolParameter Workflow = new("workflow", ToolParameterType.Text);

    /// <summary>Where a list goes on.</summary>
    public static readonly ToolParameter Cursor = new("cursor", ToolParameterType.Text, "next of an answer");

    /// <summary>Writes its schema.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject(Name);
        json.WriteString("type", Type switch
        {
            ToolParameterType.Integer => "integer",
            ToolParameterType.Number => "number",
            ToolParameterType.Flag => "boolean",
            ToolParameterType.Texts => "array",
            _ => "string",
        });
        if (Type == ToolParameterType.Texts)
        {
            json.WriteStartObject("items");
            json.WriteString("type", "string");
            json.WriteEndObject();
        }

        if (Choices is not null)
        {
            json.WriteStartArray("enum");
            foreach (var choice in Choices)
            {
                json.WriteStringValue(choice);
            }

            json.WriteEndArray();
        }

        if (Description is not null)
        {
            json.WriteString("description", Description);
        }

        json.WriteEndObject();
    }
}

/// <summary>What JSON a parameter takes.</summary>
internal enum ToolParameterType
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>Strings.</summary>
    Texts,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,
}
