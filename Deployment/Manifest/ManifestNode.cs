using System.Globalization;
using System.Text.Json;

namespace Tta.Deployment.Manifest;

/// <summary>One JSON value that knows the line it stands on, so that every complaint about it can say where.</summary>
internal sealed class ManifestNode
{
    private readonly OrderedDictionary<string, ManifestNode> _members;
    private readonly IReadOnlyList<ManifestNode> _elements;
    private readonly string? _text;

    public ManifestNode(
        JsonValueKind kind,
        SourceLocation at,
        string? text = null,
        OrderedDictionary<string, ManifestNode>? members = null,
        IReadOnlyList<ManifestNode>? elements = null)
    {
        Kind = kind;
        At = at;
        _text = text;
        _members = members ?? [];
        _elements = elements ?? [];
    }

    public JsonValueKind Kind { get; }

    public SourceLocation At { get; }

    public ManifestNode? Find(string property) => Members.TryGetValue(property, out var node) ? node : null;

    public ManifestNode Require(string property) =>
        Find(property) ?? throw At.Error($"'{property}' is missing; add it.");

    public IReadOnlyDictionary<string, ManifestNode> Members =>
        Kind == JsonValueKind.Object ? _members : throw Expected("an object");

    public IReadOnlyList<ManifestNode> Elements =>
        Kind == JsonValueKind.Array ? _elements : throw Expected("an array");

    public string AsString() => Kind == JsonValueKind.String ? _text! : throw Expected("a string");

    public LocatedText AsText() => new(AsString(), At);

    public bool AsBoolean() => Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Expected("true or false"),
    };

    public int AsInteger(int minimum, int maximum) =>
        Kind == JsonValueKind.Number
        && int.TryParse(_text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= minimum && number <= maximum
            ? number
            : throw Expected($"a whole number from {minimum} to {maximum}");

    public void RejectUnknownMembers(params ReadOnlySpan<string> known)
    {
        foreach (var (name, node) in Members)
        {
            if (!known.Contains(name))
            {
                throw node.At.Error($"unknown property; one of {string.Join(", ", known.ToArray())} was expected.");
            }
        }
    }

    public DeploymentException Expected(string what) => At.Error($"expected {what}, found {Describe()}.");

    private string Describe() => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => _text!,
        JsonValueKind.Null => "null",
        _ => Kind == JsonValueKind.True ? "true" : "false",
    };
}
