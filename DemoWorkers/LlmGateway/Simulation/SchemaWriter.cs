using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>Writes JSON that fits a schema, with the values that the prompt names where it names any.</summary>
/// <param name="messages">The conversation; the last that the user said is the prompt.</param>
/// <param name="random">Decides what the prompt does not.</param>
/// <param name="named">Whether a text is a name out of the prompt, as a tool's argument is; else it is a sentence about it.</param>
internal sealed partial class SchemaWriter(IReadOnlyList<ChatRequest.Message> messages, DeterministicRandom random, bool named = false)
{
    // Who nests deeper gets null there.
    private const int MaxDepth = 6;
    private const int MaxItems = 3;
    private const int MaxNumber = 100;

    private readonly string _prompt = (messages.LastOrDefault(message => message.Role == "user") ?? messages[^1]).Text;
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>A value that fits the schema.</summary>
    public string Write(JsonElement schema)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Write(writer, schema, 0);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void Write(Utf8JsonWriter writer, JsonElement schema, int depth)
    {
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("enum", out var values)
            && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0)
        {
            Named(values).WriteTo(writer);
            return;
        }

        switch (depth < MaxDepth ? TypeOf(schema) : "null")
        {
            case "object":
                WriteObject(writer, schema, depth);
                break;
            case "array":
                writer.WriteStartArray();
                for (var left = 1 + random.Next(MaxItems); left > 0 && schema.TryGetProperty("items", out var items); left--)
                {
                    Write(writer, items, depth + 1);
                }

                writer.WriteEndArray();
                break;
            case "integer" or "number":
                writer.WriteNumberValue(
                    Number().Match(_prompt) is { Success: true } number ? int.Parse(number.ValueSpan, CultureInfo.InvariantCulture) : 1 + random.Next(MaxNumber));
                break;
            case "boolean":
                writer.WriteBooleanValue(random.Next(2) == 0);
                break;
            case "string":
                writer.WriteStringValue(named && Name().Match(_prompt) is { Success: true } name ? name.Value : AnswerWriter.Sentence(_prompt, random));
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private void WriteObject(Utf8JsonWriter writer, JsonElement schema, int depth)
    {
        writer.WriteStartObject();
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                writer.WritePropertyName(property.Name);
                Write(writer, property.Value, depth + 1);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>One of the values: the first that the prompt names and that was not written yet, else any.</summary>
    private JsonElement Named(JsonElement values)
    {
        JsonElement[] all = [.. values.EnumerateArray()];
        var named = Array.FindIndex(all, value =>
            value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && !_written.Contains(text)
            && _prompt.Contains(text, StringComparison.OrdinalIgnoreCase));
        var chosen = named >= 0 ? all[named] : random.Pick(all);
        _written.Add(chosen.ToString());
        return chosen;
    }

    /// <summary>The type, or the first of several that is not null.</summary>
    private static string? TypeOf(JsonElement schema) =>
        schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type) ? null
        : type.ValueKind == JsonValueKind.String ? type.GetString()
        : type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()).FirstOrDefault(one => one != "null")
        : null;

    [GeneratedRegex("[0-9]{1,6}", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    // A word with a capital inside a sentence.
    [GeneratedRegex(@"(?<=[\p{Ll},] )\p{Lu}\p{Ll}+", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
