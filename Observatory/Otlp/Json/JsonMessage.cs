namespace Observatory.Otlp.Json;

/// <summary>The fields of a message, by their keys.</summary>
internal sealed class JsonMessage
{
    private readonly List<JsonField> _fields = [];

    /// <summary>Its fields.</summary>
    public IReadOnlyList<JsonField> Fields => _fields;

    /// <summary>Whether a field that is there means something also when it is empty, false or 0: in a choice of one of several.</summary>
    public bool IsChoice { get; init; }

    /// <summary>The field whose key the reader is at; null for one that is not known, which OTLP says to ignore.</summary>
    public JsonField? Find(ref readonly Utf8JsonReader reader)
    {
        foreach (var field in _fields)
        {
            if (reader.ValueTextEquals(field.Name.EncodedUtf8Bytes))
            {
                return field;
            }
        }

        foreach (var field in _fields)
        {
            if (reader.ValueTextEquals(field.OriginalName.EncodedUtf8Bytes))
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>Adds a field with a single value.</summary>
    public JsonMessage With(string name, int number, JsonFieldKind kind)
    {
        _fields.Add(new(JsonEncodedText.Encode(name), number, kind));
        return this;
    }

    /// <summary>Adds a field with a list of values.</summary>
    public JsonMessage WithList(string name, int number, JsonFieldKind kind)
    {
        _fields.Add(new(JsonEncodedText.Encode(name), number, kind, IsRepeated: true));
        return this;
    }

    /// <summary>Adds a field that is a message.</summary>
    public JsonMessage With(string name, int number, JsonMessage message)
    {
        _fields.Add(new(JsonEncodedText.Encode(name), number, JsonFieldKind.Message, Message: message));
        return this;
    }

    /// <summary>Adds a field that is a list of messages.</summary>
    public JsonMessage WithList(string name, int number, JsonMessage message)
    {
        _fields.Add(new(JsonEncodedText.Encode(name), number, JsonFieldKind.Message, IsRepeated: true, message));
        return this;
    }
}
