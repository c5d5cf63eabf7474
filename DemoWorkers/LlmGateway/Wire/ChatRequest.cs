using System.Text.Json;

namespace Tta.DemoWorkers.LlmGateway.Wire;

/// <summary>What the gateway needs to know of a chat-completions request.</summary>
/// <param name="Model">The model asked for, possibly as <c>provider/model</c>.</param>
/// <param name="Messages">Role and text of each message.</param>
/// <param name="MaxTokens">The caller's limit for the answer, if any.</param>
/// <param name="Stream">Whether the answer is to come in chunks.</param>
/// <param name="IncludeUsage">Whether a last chunk is to tell the tokens.</param>
internal sealed partial record ChatRequest(
    string Model, IReadOnlyList<ChatRequest.Message> Messages, int? MaxTokens, bool Stream = false, bool IncludeUsage = false)
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool"];

    /// <summary>Reads a request body.</summary>
    /// <exception cref="ApiErrorException">The body is no request that the gateway can answer; says which field and why.</exception>
    public static ChatRequest Parse(ReadOnlyMemory<byte> body)
    {
        JsonDocument document;
        try
        {
            // A second 'model' would be one thing to us and another to a provider.
            document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException exception)
        {
            throw ApiErrorException.InvalidRequest(
                $"The body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).", null);
        }
        catch (InvalidOperationException)
        {
            // To find duplicates it reads the names.
            throw NoUnicode();
        }

        using (document)
        {
            try
            {
                return Read(document.RootElement);
            }
            catch (InvalidOperationException)
            {
                throw NoUnicode();
            }
        }
    }

    // Half of a surrogate pair, or bytes that are no UTF-8: found only when a text is read, and no JsonException.
    private static ApiErrorException NoUnicode() =>
        ApiErrorException.InvalidRequest(
            "The body has a text that is not valid Unicode: half of a surrogate pair, or bytes that are not UTF-8.", null);

    private static ChatRequest Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw ApiErrorException.InvalidRequest("The body must be a JSON object.", null);
        }

        if (!root.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.String || model.GetString() is not { Length: > 0 } name)
        {
            throw ApiErrorException.InvalidRequest("You must provide a model parameter.", "model");
        }

        if (!root.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
        {
            throw ApiErrorException.InvalidRequest("'messages' must be an array with at least one message.", "messages");
        }

        var includeUsage = root.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object
            && ReadSwitch(options, "include_usage", "stream_options.include_usage");
        return new ChatRequest(
            name, [.. messages.EnumerateArray().Select(ReadMessage)], ReadLimit(root), ReadSwitch(root, "stream", "stream"), includeUsage)
        {
            Tools = ReadTools(root),
            Schema = ReadSchema(root),
            Effort = ReadEffort(root),
        };
    }

    private static Message ReadMessage(JsonElement element, int index)
    {
        var place = $"messages[{index}]";
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("role", out var role) || role.ValueKind != JsonValueKind.String || !Roles.Contains(role.GetString()))
        {
            throw ApiErrorException.InvalidRequest($"'{place}.role' must be one of {string.Join(", ", Roles)}.", place + ".role");
        }

        var calls = ReadCalls(element, place);
        return new Message(role.GetString()!, calls.Length > 0 ? ReadContent(element, place, mayLack: true) + calls : ReadContent(element, place));
    }

    private static string ReadContent(JsonElement message, string place, bool mayLack = false)
    {
        if (message.TryGetProperty("content", out var content))
        {
            switch (content.ValueKind)
            {
                case JsonValueKind.String:
                    return content.GetString()!;
                case JsonValueKind.Null:
                    return "";
                case JsonValueKind.Array:
                    return string.Concat(content.EnumerateArray().Select(part =>
                        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
                            ? text.GetString()
                            : throw ApiErrorException.InvalidRequest($"'{place}.content' may hold text parts only.", place + ".content")));
            }
        }

        return mayLack && content.ValueKind == JsonValueKind.Undefined
            ? ""
            : throw ApiErrorException.InvalidRequest($"'{place}.content' must be a text or an array of text parts.", place + ".content");
    }

    private static bool ReadSwitch(JsonElement element, string name, string place) =>
        element.TryGetProperty(name, out var value) && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw ApiErrorException.InvalidRequest($"'{place}' must be true or false.", place),
        };

    private static int? ReadLimit(JsonElement root)
    {
        foreach (var name in (ReadOnlySpan<string>)["max_completion_tokens", "max_tokens"])
        {
            if (root.TryGetProperty(name, out var limit) && limit.ValueKind != JsonValueKind.Null)
            {
                return limit.ValueKind == JsonValueKind.Number && limit.TryGetInt32(out var value) && value > 0
                    ? value
                    : throw ApiErrorException.InvalidRequest($"'{name}' must be a whole number greater than 0.", name);
            }
        }

        return null;
    }

    /// <summary>A message of the conversation; the text of one that asks for tools has what it asks for.</summary>
    internal sealed record Message(string Role, string Text);
}
