using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace Tta.Deployment.Tests.Support;

/// <summary>YAML read as the tree of maps, lists and texts that it is.</summary>
internal static class Yaml
{
    public static JsonObject Parse(string text) =>
        Assert.IsType<JsonObject>(ToNode(new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<object>(text)));

    private static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        IDictionary<object, object> map => new JsonObject(map.Select(pair => KeyValuePair.Create((string)pair.Key, ToNode(pair.Value)))),
        IList<object> list => new JsonArray([.. list.Select(ToNode)]),
        _ => JsonValue.Create((string)value),
    };
}
