using System.Reflection;
using Observatory.Mcp.Answers;

namespace Observatory.Mcp.Calls;

/// <summary>
/// The schemas of a tool, with no word too many: whoever connects pays for all of them in every conversation.
/// </summary>
internal static class ToolSchema
{
    /// <summary>The schema of a tool's arguments.</summary>
    public static JsonElement OfArguments(IReadOnlyList<ToolParameter> parameters) => Write(json =>
    {
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (var parameter in parameters)
        {
            parameter.Write(json);
        }

        json.WriteEndObject();
        Required(json, [.. parameters.Where(p => p.IsRequired).Select(p => p.Name)]);
    });

    /// <summary>The schema of a tool's answer.</summary>
    /// <param name="head">What stands once, or null.</param>
    /// <param name="rows">Each list with the type of its rows.</param>
    /// <param name="hasTime">Whether the answer says which time it is about.</param>
    public static JsonElement OfAnswer(Type? head, IReadOnlyList<(string Name, Type Row)> rows, bool hasTime) => Write(json =>
    {
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        Properties(json, head);
        foreach (var (name, row) in rows)
        {
            json.WriteStartObject(name);
            json.WriteString("type", "array");
            json.WritePropertyName("items");
            Value(json, row);
            json.WriteEndObject();
        }

        (string, Type)[] once = [("returned", typeof(long)), ("total", typeof(long)), ("truncated", typeof(bool))];
        string[] texts = hasTime ? ["next", "since", "until", "link"] : ["next", "link"];
        foreach (var (name, type) in once.Concat(texts.Select(t => (t, typeof(string)))))
        {
            json.WritePropertyName(name);
            Value(json, type);
        }

        json.WriteEndObject();
        Required(json, ["returned", "total", "truncated"]);
    });

    private static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Required(Utf8JsonWriter json, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            json.WriteStartArray("required");
            foreach (var name in names)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        }
    }

    private static void Properties(Utf8JsonWriter json, Type? type)
    {
        foreach (var property in type?.GetProperties(BindingFlags.Public | BindingFlags.Instance) ?? [])
        {
            json.WritePropertyName(AnswerJson.Options.PropertyNamingPolicy!.ConvertName(property.Name));
            Value(json, property.PropertyType);
        }
    }

    private static void Value(Utf8JsonWriter json, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        json.WriteStartObject();
        if (plain == typeof(string))
        {
            json.WriteString("type", "string");
        }
        else if (plain == typeof(bool))
        {
            json.WriteString("type", "boolean");
        }
        else if (plain == typeof(int) || plain == typeof(long))
        {
            json.WriteString("type", "integer");
        }
        else if (plain == typeof(double) || plain == typeof(decimal))
        {
            json.WriteString("type", "number");
        }
        else if (plain == typeof(IReadOnlyDictionary<string, string>))
        {
            json.WriteString("type", "object");
        }
        else if (plain.IsGenericType)
        {
            json.WriteString("type", "array");
            json.WritePropertyName("items");
            Value(json, plain.GetGenericArguments()[0]);
        }
        else
        {
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            Properties(json, plain);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
