using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tta.Configuration.Tests;

/// <summary>One resource of the committed manifest, as the configuration files have to agree with it.</summary>
internal sealed partial class PublishedResource
{
    private readonly JsonObject _resource;

    public PublishedResource(string name)
    {
        _resource = Committed.Manifest["resources"]?[name] as JsonObject ?? throw new InvalidDataException($"The manifest has no {name}.");
    }

    public static IEnumerable<string> Names => Committed.Manifest["resources"]!.AsObject().Select(resource => resource.Key);

    public string Image => _resource["image"]!.GetValue<string>();

    public IReadOnlyList<string> Arguments => [.. (_resource["args"] as JsonArray ?? []).Select(argument => argument!.GetValue<string>())];

    public IReadOnlyDictionary<string, string> Environment =>
        (_resource["env"] as JsonObject ?? []).ToDictionary(variable => variable.Key, variable => variable.Value!.GetValue<string>());

    public IReadOnlyDictionary<string, string> Mounts =>
        (_resource["bindMounts"] as JsonArray ?? []).ToDictionary(mount => mount!["source"]!.GetValue<string>(), mount => mount!["target"]!.GetValue<string>());

    public IReadOnlyList<string> VolumeTargets => [.. (_resource["volumes"] as JsonArray ?? []).Select(volume => volume!["target"]!.GetValue<string>())];

    public int Port(string binding) => _resource["bindings"]![binding]!["targetPort"]!.GetValue<int>();

    public IEnumerable<int> Ports => (_resource["bindings"] as JsonObject ?? []).Select(binding => binding.Value!["targetPort"]?.GetValue<int>()).OfType<int>();

    /// <summary>The names in <c>${env:NAME}</c> that a configuration file asks for.</summary>
    public static IReadOnlySet<string> EnvironmentOf(string configuration) =>
        CollectorVariable().Matches(Repository.Read(configuration)).Select(match => match.Groups[1].Value).ToHashSet();

    [GeneratedRegex(@"\$\{env:([A-Z0-9_]+)")]
    private static partial Regex CollectorVariable();
}
