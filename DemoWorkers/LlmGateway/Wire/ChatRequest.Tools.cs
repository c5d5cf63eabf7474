using System.Text;
using System.Text.Json;

namespace Tta.DemoWorkers.LlmGateway.Wire;

/// <content>What a request may ask for beside an answer in prose: tools, JSON of a shape, reasoning.</content>
internal sealed partial record ChatRequest
{
    private static readonly string[] Efforts = ["none", "minimal", "low", "medium", "high", "xhigh"];

    /// <summary>What the model may ask for.</summary>
    public IReadOnlyList<ToolOffer> Tools { get; init; } = [];

    /// <summary>The JSON schema that the answer has to fit, if any.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>How much the model is to reason before it answers; null when the caller leaves it to the model.</summary>
    public string? Effort { get; init; }

    private static IReadOnlyList<ToolOffer> ReadTools(JsonElement root)
    {
        IReadOnlyList<ToolOffer> offered = Optional(root, "tools") is not { } tools ? []
            : tools.ValueKind == JsonValueKind.Array ? [.. tools.EnumerateArray().Select(ReadTool)]
            : throw ApiErrorException.InvalidRequest("'tools' must be an array.", "tools");
        if (Optional(root, "tool_choice") is not { } choice)
        {
            return offered;
        }

        // The caller who insists on a tool would be told that this gateway cannot promise it.
        return choice.ValueKind == JsonValueKind.String && choice.GetString() is "auto" or "none"
            ? choice.ValueEquals("none") ? [] : offered
            : throw ApiErrorException.InvalidRequest("'tool_choice' must be auto or none.", "tool_choice");
    }

    private static ToolOffer ReadTool(JsonElement tool, int index)
    {
        var place = $"tools[{index}].function";
        if (tool.ValueKind != JsonValueKind.Object || Optional(tool, "function") is not { ValueKind: JsonValueKind.Object } function
            || Text(function, "name") is not { Length: > 0 } name)
        {
            throw ApiErrorException.InvalidRequest($"'{place}' must be an object with the text 'name'.", place);
        }

        var parameters = Optional(function, "parameters") is { ValueKind: JsonValueKind.Object } schema ? schema.Clone() : default;
        return new ToolOffer(name, Text(function, "description") ?? "", parameters, function.GetRawText());
    }

    private static JsonElement? ReadSchema(JsonElement root) =>
        Optional(root, "response_format") is not { } format ? null
        : format.ValueKind != JsonValueKind.Object || Text(format, "type") is not ("text" or "json_object" or "json_schema")
            ? throw ApiErrorException.InvalidRequest(
                "'response_format.type' must be one of text, json_object, json_schema.", "response_format.type")
        : !format.GetProperty("type").ValueEquals("json_schema") ? null
        : Optional(format, "json_schema") is { ValueKind: JsonValueKind.Object } named
            && Optional(named, "schema") is { ValueKind: JsonValueKind.Object } schema ? schema.Clone()
        : throw ApiErrorException.InvalidRequest(
            "'response_format.json_schema.schema' must be a JSON schema.", "response_format.json_schema.schema");

    private static string? ReadEffort(JsonElement root) =>
        Optional(root, "reasoning_effort") is not { } effort ? null
        : effort.ValueKind == JsonValueKind.String && Efforts.Contains(effort.GetString()) ? effort.GetString()
        : throw ApiErrorException.InvalidRequest($"'reasoning_effort' must be one of {string.Join(", ", Efforts)}.", "reasoning_effort");

    /// <summary>What an earlier answer asked for: the tools' names and arguments.</summary>
    private static string ReadCalls(JsonElement message, string place)
    {
        if (Optional(message, "tool_calls") is not { } calls)
        {
            return "";
        }

        place += ".tool_calls";
        if (calls.ValueKind != JsonValueKind.Array)
        {
            throw ApiErrorException.InvalidRequest($"'{place}' must be an array.", place);
        }

        var text = new StringBuilder();
        foreach (var call in calls.EnumerateArray())
        {
            if (call.ValueKind != JsonValueKind.Object || Optional(call, "function") is not { ValueKind: JsonValueKind.Object } function
                || Text(function, "name") is not { } name || Text(function, "arguments") is not { } arguments)
            {
                throw ApiErrorException.InvalidRequest(
                    $"Each of '{place}' must have a 'function' with the texts 'name' and 'arguments'.", place);
            }

            text.Append(' ').Append(name).Append(' ').Append(arguments);
        }

        return text.ToString();
    }

    private static JsonElement? Optional(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement element, string name) =>
        Optional(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
