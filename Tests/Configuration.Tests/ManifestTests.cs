using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tta.Configuration.Tests;

public sealed partial class ManifestTests
{
    private static readonly string[] KnownTypes = ["container.v0", "project.v0", "parameter.v0", "value.v0", "annotated.string"];

    private static JsonObject Resources => Committed.Manifest["resources"]!.AsObject();

    [Fact]
    public void Every_resource_has_a_type_that_the_manifest_format_knows() =>
        Assert.All(Resources, resource => Assert.Contains(resource.Value!["type"]?.GetValue<string>(), KnownTypes));

    [Fact]
    public void Every_expression_points_at_something_in_the_manifest()
    {
        var expressions = Strings(Resources).SelectMany(text => Expression().Matches(text)).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(expressions);
        Assert.All(expressions, expression => Assert.True(Resolves(expression), $"{{{expression}}} points at nothing."));
    }

    [Fact]
    public void Every_image_is_pinned_to_a_version() =>
        Assert.All(Resources.Select(resource => resource.Value!["image"]?.GetValue<string>()).OfType<string>(), image =>
        {
            Assert.Matches(VersionTag(), image);
            Assert.DoesNotContain("latest", image, StringComparison.OrdinalIgnoreCase);
        });

    [Fact]
    public void Every_project_exists() =>
        Assert.All(Resources.Select(resource => resource.Value!["path"]?.GetValue<string>()).OfType<string>(), path =>
            Assert.True(File.Exists(Repository.PathOf(path)), $"{path} is missing."));

    [Fact]
    public void Every_mounted_file_or_folder_is_in_the_repository_and_cannot_be_written_to() =>
        Assert.All(Resources.SelectMany(resource => resource.Value!["bindMounts"] as JsonArray ?? []), mount =>
        {
            var source = mount!["source"]!.GetValue<string>();
            Assert.True(Path.Exists(Repository.PathOf(source)), $"{source} is missing.");
            Assert.Contains(Committed.Files(), file => file == source || file.StartsWith($"{source}/", StringComparison.Ordinal));
            Assert.True(mount["readOnly"]!.GetValue<bool>(), $"{source} is mounted for writing.");
        });

    [Fact]
    public void Every_volume_has_a_name_of_its_own()
    {
        var names = Resources.SelectMany(resource => resource.Value!["volumes"] as JsonArray ?? []).Select(volume => volume!["name"]!.GetValue<string>()).ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.StartsWith("tta-", name, StringComparison.Ordinal));
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public void Every_secret_is_an_input_and_never_a_value() =>
        Assert.All(Resources.Where(resource => resource.Value!["type"]!.GetValue<string>() == "parameter.v0"), parameter =>
        {
            Assert.Equal($"{{{parameter.Key}.inputs.value}}", parameter.Value!["value"]!.GetValue<string>());
            Assert.True(parameter.Value["inputs"]!["value"]!["secret"]?.GetValue<bool>(), $"{parameter.Key} is not marked as a secret.");
        });

    [Fact]
    public void Environment_variables_that_name_a_secret_are_expressions() =>
        Assert.All(Variables(), variable =>
        {
            if (SecretName().IsMatch(variable.Name))
            {
                Assert.StartsWith("{", variable.Value, StringComparison.Ordinal);
            }
        });

    private static IEnumerable<(string Name, string Value)> Variables() =>
        from resource in Resources
        let environment = resource.Value!["env"] as JsonObject
        where environment is not null
        from variable in environment
        select (variable.Key, variable.Value!.GetValue<string>());

    private static bool Resolves(string expression)
    {
        // Resource names hold no dots, so the first segment is the resource.
        var segments = expression.Split('.');
        if (Resources[segments[0]] is not JsonObject resource)
        {
            return false;
        }

        return segments[1..] switch
        {
            ["value"] => resource["value"] is not null,
            ["connectionString"] => resource["connectionString"] is not null,
            ["inputs", var input] => resource["inputs"]?[input] is not null,
            ["bindings", var binding, "url" or "host" or "port" or "scheme" or "targetPort"] => resource["bindings"]?[binding] is not null,
            _ => false,
        };
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(property => Strings(property.Value)),
        JsonArray list => list.SelectMany(Strings),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Expression();

    [GeneratedRegex(@":v?\d+\.\d+(\.\d+)?$")]
    private static partial Regex VersionTag();

    [GeneratedRegex("PASSWORD|SECRET|TOKEN|API_?KEY", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
