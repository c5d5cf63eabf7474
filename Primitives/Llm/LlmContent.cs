using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using GenAi = Tta.Primitives.TtaNames.GenAi;

namespace Tta.Primitives;

/// <summary>
/// Prompts and answers as the conventions write them, JSON in span attributes; only where <see cref="SensitiveData.IsRecorded"/>.
/// </summary>
internal static class LlmContent
{
    // A context of a million tokens must not make a span that no collector takes.
    private const int MaxText = 32_768;

    /// <summary>Whether the span is to have them.</summary>
    public static bool IsWanted(in Span span) => SensitiveData.IsRecorded && span.Activity is { IsAllDataRequested: true };

    public static void AddRequest(in Span span, IEnumerable<ChatMessage> messages, ChatOptions options)
    {
        ChatMessage[] all = [.. messages];
        AIContent[] instructions = [.. all.Where(message => message.Role == ChatRole.System).SelectMany(message => message.Contents)];
        if (options.Instructions is { } further)
        {
            instructions = [.. instructions, new TextContent(further)];
        }

        if (instructions.Length > 0)
        {
            span.Tag(GenAi.SystemInstructions, Json(writer => Parts(writer, instructions)));
        }

        ChatMessage[] input = [.. all.Where(message => message.Role != ChatRole.System)];
        span.Tag(GenAi.Input.Messages, Json(writer => Messages(writer, input, finishReason: null)));
        if (options.Tools is { Count: > 0 } tools)
        {
            span.Tag(GenAi.Tool.Definitions, Json(writer => Definitions(writer, tools)));
        }
    }

    public static void AddAnswer(in Span span, IEnumerable<ChatMessage> messages, ChatFinishReason? finishReason) =>
        span.Tag(GenAi.Output.Messages, Json(writer => Messages(writer, messages, finishReason)));

    public static void AddToolArguments(in Span span, AIFunctionArguments arguments)
    {
        if (IsWanted(span))
        {
            span.Tag(GenAi.Tool.Call.Arguments, Json(writer => Object(writer, arguments)));
        }
    }

    public static void AddToolResult(in Span span, object? result)
    {
        if (IsWanted(span))
        {
            span.Tag(GenAi.Tool.Call.Result, Json(writer => Value(writer, result)));
        }
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Messages(Utf8JsonWriter writer, IEnumerable<ChatMessage> messages, ChatFinishReason? finishReason)
    {
        writer.WriteStartArray();
        foreach (ChatMessage message in messages)
        {
            writer.WriteStartObject();
            writer.WriteString("role", message.Role.Value);
            writer.WritePropertyName("parts");
            Parts(writer, message.Contents);
            if (finishReason is { } reason)
            {
                // The one name that the conventions spell differently.
                writer.WriteString("finish_reason", reason == ChatFinishReason.ToolCalls ? "tool_call" : reason.Value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Parts(Utf8JsonWriter writer, IEnumerable<AIContent> contents)
    {
        writer.WriteStartArray();
        foreach (AIContent content in contents)
        {
            Part(writer, content);
        }

        writer.WriteEndArray();
    }

    private static void Part(Utf8JsonWriter writer, AIContent content)
    {
        if (content is UsageContent)
        {
            return;
        }

        writer.WriteStartObject();
        switch (content)
        {
            case TextContent text:
                writer.WriteString("type", "text");
                writer.WriteString("content", Cut(text.Text));
                break;
            case TextReasoningContent reasoning:
                writer.WriteString("type", "reasoning");
                writer.WriteString("content", Cut(reasoning.Text));
                break;
            case FunctionCallContent call:
                writer.WriteString("type", "tool_call");
                writer.WriteString("id", call.CallId);
                writer.WriteString("name", call.Name);
                writer.WritePropertyName("arguments");
                Object(writer, call.Arguments ?? new Dictionary<string, object?>());
                break;
            case FunctionResultContent result:
                writer.WriteString("type", "tool_call_response");
                writer.WriteString("id", result.CallId);
                writer.WritePropertyName("response");
                Value(writer, result.Result);
                break;
            case UriContent uri:
                writer.WriteString("type", "uri");
                writer.WriteString("mime_type", uri.MediaType);
                writer.WriteString("uri", uri.Uri.OriginalString);
                break;
            case DataContent data:
                // What it is, not what is in it.
                writer.WriteString("type", "blob");
                writer.WriteString("mime_type", data.MediaType);
                break;
            default:
                writer.WriteString("type", content.GetType().Name);
                break;
        }

        writer.WriteEndObject();
    }

    private static void Definitions(Utf8JsonWriter writer, IList<AITool> tools)
    {
        writer.WriteStartArray();
        foreach (AITool tool in tools)
        {
            writer.WriteStartObject();
            writer.WriteString("type", tool is AIFunctionDeclaration ? TtaNames.Values.FunctionTool : tool.GetType().Name);
            writer.WriteString("name", tool.Name);
            if (tool is AIFunctionDeclaration function)
            {
                writer.WriteString("description", Cut(function.Description));
                writer.WritePropertyName("parameters");
                function.JsonSchema.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Object(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, object?>> entries)
    {
        writer.WriteStartObject();
        foreach ((string key, object? value) in entries)
        {
            writer.WritePropertyName(key);
            Value(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case string text:
                writer.WriteStringValue(Cut(text));
                break;
            default:
                writer.WriteRawValue(Serialized(value));
                break;
        }
    }

    /// <summary>A value as JSON; of what the serializer cannot write the type's name: a call must not fail of being watched.</summary>
    private static string Serialized(object value)
    {
        try
        {
            return JsonSerializer.Serialize(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object)));
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException)
        {
            return $"\"{JsonEncodedText.Encode(value.GetType().Name)}\"";
        }
    }

    private static string Cut(string text) => text.Length <= MaxText ? text : string.Concat(text.AsSpan(0, MaxText), "…");
}
