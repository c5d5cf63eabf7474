using System.Collections.Frozen;
using Observatory.Html;
using Observatory.Otlp;
using Observatory.Traces.Query;

namespace Observatory.Views.Agents;

/// <summary>
/// The messages of a step, where the program captures them: as text, never as markup, and no more of them than a page can bear.
/// </summary>
internal static class StepMessages
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxCharacters = 16 * 1024;
    private const int MaxMessages = 50;

    private const int MaxKey = 64;

    private static readonly FrozenDictionary<string, string> Titles = new Dictionary<string, string>
    {
        ["gen_ai.system_instructions"] = "Instructions",
        ["gen_ai.input.messages"] = "Input",
        ["gen_ai.output.messages"] = "Output",
        ["gen_ai.tool.call.arguments"] = "Arguments",
        ["gen_ai.tool.call.result"] = "Result",
        ["input.value"] = "Input",
        ["output.value"] = "Output",
        ["traceloop.entity.input"] = "Input",
        ["traceloop.entity.output"] = "Output",
        ["ai.prompt"] = "Input",
        ["ai.prompt.messages"] = "Input",
        ["ai.response.text"] = "Output",
        ["ai.toolCall.args"] = "Arguments",
        ["ai.toolCall.result"] = "Result",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether there are any.</summary>
    public static bool Has(SpanMessage span)
    {
        foreach (var keyValue in span.Attributes)
        {
            var attribute = OtlpAttribute.Read(keyValue);
            if (attribute.Key.Length <= MaxKey && Titles.ContainsKey(attribute.KeyText))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds them.</summary>
    public static void Add(HtmlWriter page, SpanMessage span)
    {
        foreach (var keyValue in span.Attributes)
        {
            var attribute = OtlpAttribute.Read(keyValue);
            if (attribute.Key.Length <= MaxKey && Titles.TryGetValue(attribute.KeyText, out var title))
            {
                page.Add($"<h4>{title}</h4>");
                AddValue(page, attribute.Value);
            }
        }
    }

    private static void AddValue(HtmlWriter page, OtlpValue value)
    {
        if (value.Bytes.Length > MaxBytes)
        {
            var start = value.Kind == OtlpValueKind.String ? Encoding.UTF8.GetString(value.Bytes[..MaxCharacters]) : "";
            page.Add($"<pre tabindex=\"0\">{start}…</pre><p class=\"muted\">{value.Bytes.Length} bytes in all; the rest is in the JSON.</p>");
            return;
        }

        var text = value.ToText();
        if (Read(text) is not { Count: > 0 } messages)
        {
            page.Add($"<pre tabindex=\"0\">{Display.Cut(text, MaxCharacters)}</pre>");
            return;
        }

        foreach (var (role, content) in messages.Take(MaxMessages))
        {
            page.Add($"<p class=\"message\"><strong>{role}</strong> {Display.Cut(content, MaxCharacters)}</p>");
        }

        if (messages.Count > MaxMessages)
        {
            page.Add($"<p class=\"muted\">{messages.Count - MaxMessages} more messages are in the JSON.</p>");
        }
    }

    /// <summary>Reads a list of messages with parts or contents; null when it is none, and shown as it is.</summary>
    private static List<(string Role, string Content)>? Read(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith('['))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            var messages = new List<(string, string)>();
            foreach (var message in document.RootElement.EnumerateArray())
            {
                if (message.ValueKind != JsonValueKind.Object)
                {
                    return null;
                }

                messages.Add((Text(message, "role") ?? Text(message, "type") ?? "", Content(message)));
            }

            return messages;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Content(JsonElement message)
    {
        if (message.TryGetProperty("parts", out var parts) && parts.ValueKind == JsonValueKind.Array)
        {
            return string.Join('\n', parts.EnumerateArray().Select(Part));
        }

        return message.TryGetProperty("content", out var content) ? Plain(content) : message.GetRawText();
    }

    // A text is its words; a tool's call, its result and whatever else is there is shown as it came.
    private static string Part(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && Text(part, "type") == "text" && part.TryGetProperty("content", out var content)
            ? Plain(content)
            : Plain(part);

    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
