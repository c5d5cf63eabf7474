
namespace Observatory.Dashboards.Model;

/// <summary>A place in a JSON file of unknown quality: what is missing or of another kind is absent instead of an error.</summary>
internal readonly struct Node(JsonElement element)
{
    private readonly JsonElement _element = element;

    /// <summary>Whether there is a value; <c>null</c> is none.</summary>
    public bool Exists => _element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Whether it is an object.</summary>
    public bool IsObject => _element.ValueKind == JsonValueKind.Object;

    /// <summary>Whether it is an array.</summary>
    public bool IsArray => _element.ValueKind == JsonValueKind.Array;

    /// <summary>A text; a number or truth value as written.</summary>
    public string? Text => _element.ValueKind switch
    {
        JsonValueKind.String => _element.GetString(),
        JsonValueKind.Number => _element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>A number, also when it is written as a text.</summary>
    public double? Number => _element.ValueKind switch
    {
        JsonValueKind.Number when _element.TryGetDouble(out var number) => number,
        JsonValueKind.String when double.TryParse(_element.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>A whole number.</summary>
    public int? Whole => Number is { } number && double.Abs(number) < int.MaxValue ? (int)number : null;

    /// <summary>Whether it is <c>true</c>.</summary>
    public bool IsTrue => _element.ValueKind == JsonValueKind.True;

    /// <summary>Whether it is <c>false</c>.</summary>
    public bool IsFalse => _element.ValueKind == JsonValueKind.False;

    /// <summary>The items of an array.</summary>
    public IEnumerable<Node> Items => IsArray ? _element.EnumerateArray().Select(e => new Node(e)) : [];

    /// <summary>The properties of an object.</summary>
    public IEnumerable<(string Name, Node Value)> Properties => IsObject ? _element.EnumerateObject().Select(p => (p.Name, new Node(p.Value))) : [];

    /// <summary>The texts of an array; of a single text, that one.</summary>
    public IReadOnlyList<string> Texts => IsArray ? [.. Items.Select(i => i.Text).OfType<string>()] : Text is { } text ? [text] : [];

    /// <summary>A property.</summary>
    public Node this[string name] => IsObject && _element.TryGetProperty(name, out var value) ? new(value) : default;

    /// <summary>The text, or another when it is absent or empty.</summary>
    public string Or(string otherwise) => Text is { Length: > 0 } text ? text : otherwise;
}
