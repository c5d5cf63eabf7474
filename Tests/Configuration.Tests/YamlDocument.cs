using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Tta.Configuration.Tests;

/// <summary>YAML of the repository, read as the tree of maps, lists and strings that it is.</summary>
internal static class YamlDocument
{
    /// <summary>Reads a file that holds one document without a key given twice.</summary>
    public static JsonObject Read(string relative) => Parse(Repository.Read(relative), relative);

    /// <summary>Reads one document without a key given twice.</summary>
    public static JsonObject Parse(string text, string source)
    {
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        var value = new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<object>(parser);
        Assert.True(parser.TryConsume<StreamEnd>(out _), $"{source} holds more than one document.");
        return Assert.IsType<JsonObject>(ToNode(value));
    }

    /// <summary>The node at a path such as <c>service/pipelines/traces</c>.</summary>
    public static JsonNode At(this JsonObject root, string path)
    {
        JsonNode? node = root;
        foreach (var segment in path.Split('/'))
        {
            node = node is JsonObject map ? map[segment] : null;
        }

        Assert.True(node is not null, $"There is no {path}.");
        return node;
    }

    public static string Text(this JsonObject root, string path) => root.At(path).GetValue<string>();

    public static IReadOnlyList<string> Texts(this JsonObject root, string path) =>
        [.. root.At(path).AsArray().Select(element => element!.GetValue<string>())];

    /// <summary>The path of every leaf; the elements of a list share the list's path.</summary>
    public static IEnumerable<string> Leaves(this JsonNode? node, string path = "") => node switch
    {
        JsonObject { Count: > 0 } map => map.SelectMany(property => property.Value.Leaves(path.Length == 0 ? property.Key : $"{path}/{property.Key}")),
        JsonArray list when list.Any(element => element is JsonObject) => list.SelectMany(element => element.Leaves(path)),
        _ => [path],
    };

    private static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        IDictionary<object, object> map => new JsonObject(map.Select(pair => KeyValuePair.Create((string)pair.Key, ToNode(pair.Value)))),
        IList<object> list => new JsonArray([.. list.Select(ToNode)]),
        _ => JsonValue.Create((string)value),
    };
}
