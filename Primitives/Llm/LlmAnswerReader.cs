using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Reasons = Tta.Primitives.TtaNames.Values.BadAnswer;

namespace Tta.Primitives;

/// <summary>Why an answer is none.</summary>
/// <param name="Reason">One of <see cref="Reasons"/>.</param>
/// <param name="What">The same for the model and for people, without anything of the answer.</param>
/// <param name="IsWorthAnotherTry">Whether the same question may be answered otherwise.</param>
/// <param name="Cause">What reading it failed with.</param>
internal sealed record BadAnswer(string Reason, string What, bool IsWorthAnotherTry, Exception? Cause = null);

/// <summary>Reads a model's answer as a type, and says what is wrong with one that it cannot read.</summary>
internal sealed class LlmAnswerReader<T>
{
    private readonly JsonTypeInfo<T> _type;

    public LlmAnswerReader(JsonSerializerOptions? json)
    {
        // What the type requires the model must say: a default in place of what is missing would be an answer that nobody gave.
        var strict = new JsonSerializerOptions(json ?? AIJsonUtilities.DefaultOptions)
        {
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
        _type = (JsonTypeInfo<T>)strict.GetTypeInfo(typeof(T));
        JsonElement schema = AIJsonUtilities.CreateJsonSchema(typeof(T), serializerOptions: strict);
        if (!schema.TryGetProperty("type", out JsonElement type) || !IsObject(type))
        {
            throw new ArgumentException(
                $"{typeof(T).Name} is no object in JSON, and models are asked for objects. Put it into a record with a property for it.",
                nameof(json));
        }

        Format = ChatResponseFormat.ForJsonSchema(schema, typeof(T).Name.Split('`')[0]);
    }

    /// <summary>What the model is told that its answer must look like.</summary>
    public ChatResponseFormat Format { get; }

    /// <summary>Reads an answer; null when it could be read.</summary>
    public BadAnswer? Read(ChatResponse answer, out T? value)
    {
        value = default;
        if (answer.FinishReason == ChatFinishReason.ContentFilter)
        {
            return new BadAnswer(Reasons.Refused, "The provider's content filter stopped it.", IsWorthAnotherTry: false);
        }

        string text = Bare(answer.Messages.Count == 0 ? "" : answer.Messages[^1].Text);
        try
        {
            value = JsonSerializer.Deserialize(text, _type);
        }
        catch (JsonException exception)
        {
            return Described(answer, text, exception);
        }

        return value is null ? new BadAnswer(Reasons.Shape, "It is null.", IsWorthAnotherTry: true) : null;
    }

    private static BadAnswer Described(ChatResponse answer, string text, JsonException exception)
    {
        if (answer.FinishReason == ChatFinishReason.Length)
        {
            return new BadAnswer(
                Reasons.Length,
                "It was cut off at the bound of its tokens; raise MaxOutputTokens or ask for less.",
                IsWorthAnotherTry: false,
                exception);
        }

        string place = exception.Path is { Length: > 0 } path ? $" at {path}" : "";
        return IsJson(text)
            ? new BadAnswer(
                Reasons.Shape, $"It is JSON that does not fit the schema{place}: {Missing(exception)}", IsWorthAnotherTry: true, exception)
            : new BadAnswer(Reasons.Json, $"It is not JSON (line {exception.LineNumber + 1}).", IsWorthAnotherTry: true, exception);
    }

    /// <summary>What the serializer says of the type; its message names properties of ours and no value of the answer's.</summary>
    private static string Missing(JsonException exception) =>
        exception.Message.Contains("missing required properties", StringComparison.Ordinal)
            ? exception.Message[exception.Message.IndexOf("missing required properties", StringComparison.Ordinal)..]
            : "a value is missing, null or of another kind.";

    private static bool IsObject(JsonElement type) =>
        type.ValueKind == JsonValueKind.String
            ? type.ValueEquals("object")
            : type.ValueKind == JsonValueKind.Array && type.EnumerateArray().Any(one => one.ValueEquals("object"));

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Without the fence that models like to put around JSON.</summary>
    private static string Bare(string text)
    {
        string trimmed = text.Trim();
        int line = trimmed.IndexOf('\n', StringComparison.Ordinal);
        return trimmed.StartsWith("```", StringComparison.Ordinal) && trimmed.EndsWith("```", StringComparison.Ordinal) && line > 0
            ? trimmed[line..^3].Trim()
            : trimmed;
    }
}
