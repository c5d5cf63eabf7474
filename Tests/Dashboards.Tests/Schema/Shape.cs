using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tta.Dashboards.Tests.Schema;

/// <summary>What a JSON value must look like. Says where it does not.</summary>
internal abstract record Shape
{
    public static Shape Text { get; } = new Scalar("text", kind => kind == JsonValueKind.String);

    public static Shape Number { get; } = new Scalar("a number", kind => kind == JsonValueKind.Number);

    public static Shape Flag { get; } = new Scalar("true or false", kind => kind is JsonValueKind.True or JsonValueKind.False);

    public static Shape Null { get; } = new Scalar("null", kind => kind == JsonValueKind.Null);

    /// <summary>An object that a plugin defines, not the dashboard's schema.</summary>
    public static Shape AnyObject { get; } = new Scalar("an object", kind => kind == JsonValueKind.Object);

    public static Shape Anything { get; } = new Scalar("anything", _ => true);

    public static Shape Exactly(params string[] values) => new Choice(values);

    public static Shape Each(Shape item) => new List(item);

    public static Shape MapOf(Shape value) => new Map(value);

    public static Shape Either(params Shape[] shapes) => new OneOf(shapes);

    /// <summary>An object with these members and no others; a name that ends in a question mark may be missing.</summary>
    public static Shape Members(params (string Name, Shape Shape)[] members) => new Fields(members);

    /// <summary>Schema v2's habit: <c>kind</c> and <c>spec</c>.</summary>
    public static Shape Kind(string kind, Shape spec, params (string Name, Shape Shape)[] more) =>
        Members([("kind", Exactly(kind)), ("spec", spec), .. more]);

    public abstract IEnumerable<string> Problems(JsonNode? node, string path);

    private static JsonValueKind KindOf(JsonNode? node) => node?.GetValueKind() ?? JsonValueKind.Null;

    private sealed record Scalar(string Name, Func<JsonValueKind, bool> Fits) : Shape
    {
        public override IEnumerable<string> Problems(JsonNode? node, string path) =>
            Fits(KindOf(node)) ? [] : [$"{path} must be {Name}, is {node?.ToJsonString() ?? "null"}"];
    }

    private sealed record Choice(string[] Values) : Shape
    {
        public override IEnumerable<string> Problems(JsonNode? node, string path) =>
            KindOf(node) == JsonValueKind.String && Values.Contains(node!.GetValue<string>()) ? [] : [$"{path} must be one of {string.Join(", ", Values)}, is {node?.ToJsonString() ?? "null"}"];
    }

    private sealed record List(Shape Item) : Shape
    {
        public override IEnumerable<string> Problems(JsonNode? node, string path) => node is JsonArray array
            ? array.SelectMany((item, index) => Item.Problems(item, $"{path}[{index}]"))
            : [$"{path} must be a list"];
    }

    private sealed record Map(Shape Value) : Shape
    {
        public override IEnumerable<string> Problems(JsonNode? node, string path) => node is JsonObject map
            ? map.SelectMany(member => Value.Problems(member.Value, $"{path}.{member.Key}"))
            : [$"{path} must be an object"];
    }

    private sealed record OneOf(Shape[] Shapes) : Shape
    {
        public override IEnumerable<string> Problems(JsonNode? node, string path)
        {
            var tries = Shapes.Select(shape => shape.Problems(node, path).ToList()).ToList();
            return tries.Any(problems => problems.Count == 0) ? [] : tries.MinBy(problems => problems.Count)!;
        }
    }

    private sealed record Fields((string Name, Shape Shape)[] All) : Shape
    {
        public override IEnumerable<string> Problems(JsonNode? node, string path)
        {
            if (node is not JsonObject map)
            {
                return [$"{path} must be an object"];
            }

            var unknown = map.Select(member => member.Key).Except(All.Select(member => member.Name.TrimEnd('?'))).Select(name => $"{path}.{name} is not in the schema");
            return unknown.Concat(All.SelectMany(member =>
            {
                var name = member.Name.TrimEnd('?');
                return map.ContainsKey(name) ? member.Shape.Problems(map[name], $"{path}.{name}")
                    : member.Name.EndsWith('?') ? []
                    : [$"{path}.{name} is missing"];
            }));
        }
    }
}
