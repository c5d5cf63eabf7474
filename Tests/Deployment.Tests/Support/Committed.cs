using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tta.Deployment.Tests.Support;

/// <summary>The committed manifest, read without the program under test, and its deployment.</summary>
internal static partial class Committed
{
    public static JsonObject Resources { get; } =
        JsonNode.Parse(Repository.Read("aspire-manifest.json"))!["resources"]!.AsObject();

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Workloads =>
        Resources.Where(resource => resource.Value!["type"]!.GetValue<string>() is "container.v0" or "project.v0");

    public static TheoryData<string> WorkloadNames => [.. Workloads.Select(resource => resource.Key)];

    /// <summary>The committed manifest and settings, written to a workspace's output.</summary>
    public static DeploymentOptions Options(Workspace workspace) =>
        workspace.Options with { ManifestPath = Repository.PathOf("aspire-manifest.json") };

    public static IEnumerable<string> Texts(this JsonNode resource, string property) =>
        (resource[property] as JsonArray ?? []).Select(element => element!.GetValue<string>());

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Members(this JsonNode resource, string property) =>
        resource[property] as JsonObject ?? [];

    public static IEnumerable<JsonNode> Elements(this JsonNode resource, string property) =>
        (resource[property] as JsonArray ?? []).Select(element => element!);

    public static int TargetPort(this JsonNode binding) => binding["targetPort"]?.GetValue<int>() ?? 8080;

    /// <summary>What a text of the manifest stands for when resources find each other by name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="variable">What a parameter stands for, by its name as a variable.</param>
    public static string Resolve(string text, Func<string, string> variable) => Expression().Replace(text, match =>
    {
        var path = match.Groups[1].Value.Split('.');
        var resource = Resources[path[0]]!;
        return path[1..] switch
        {
            ["bindings", var binding, var property] => Property(path[0], resource["bindings"]![binding]!, property),
            ["connectionString"] => Resolve(resource["connectionString"]!.GetValue<string>(), variable),
            _ => variable(path[0].Replace('-', '_').ToUpperInvariant()),
        };
    });

    private static string Property(string host, JsonNode binding, string property) => property switch
    {
        "url" => string.Create(CultureInfo.InvariantCulture, $"{binding["scheme"]}://{host}:{binding.TargetPort()}"),
        "host" => host,
        "scheme" => binding["scheme"]!.GetValue<string>(),
        _ => binding.TargetPort().ToString(CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Expression();
}
