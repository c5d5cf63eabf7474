using System.Globalization;
using System.Text.RegularExpressions;
using Tta.Deployment.Manifest;

namespace Tta.Deployment.Settings;

/// <summary>Reads one entry of the settings file; an unknown property is a typing error.</summary>
internal static partial class ResourceSettingsReader
{
    private const int MaxId = int.MaxValue;
    private const int MaxReplicas = 1000;
    private const int MaxStopSeconds = 3600;

    public static ResourceSettings Read(ManifestNode node)
    {
        node.RejectUnknownMembers(
            "image", "user", "group", "stateless", "replicas", "stopSeconds", "readiness", "liveness", "healthCommand", "cpu", "memory",
            "storage", "publish", "env");
        return new ResourceSettings
        {
            Image = node.Find("image")?.AsText(),
            User = node.Find("user")?.AsInteger(1, MaxId),
            Group = node.Find("group")?.AsInteger(0, MaxId),
            IsStateless = node.Find("stateless")?.AsBoolean(),
            Replicas = node.Find("replicas")?.AsInteger(1, MaxReplicas),
            StopSeconds = node.Find("stopSeconds")?.AsInteger(0, MaxStopSeconds),
            Readiness = node.Find("readiness") is { } readiness ? ReadProbe(readiness) : null,
            Liveness = node.Find("liveness") is { } liveness ? ReadProbe(liveness) : null,
            HealthCommand = node.Find("healthCommand") is { } command ? ReadCommand(command) : null,
            Cpu = node.Find("cpu") is { } cpu ? ReadAmount(cpu, ReadCores) : null,
            Memory = node.Find("memory") is { } memory ? ReadAmount(memory, ReadBytes) : null,
            Storage = node.Find("storage") is { } storage ? ReadBytes(storage) : null,
            Publish = node.Find("publish")?.Members.ToDictionary(pair => pair.Key, pair => pair.Value.AsInteger(1, 65535)),
            Env = new OrderedDictionary<string, LocatedText>(
                node.Find("env")?.Members.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.AsText())) ?? [], StringComparer.Ordinal),
        };
    }

    private static List<string> ReadCommand(ManifestNode node)
    {
        var command = node.Elements.Select(part => part.AsString()).ToList();
        return command.Count > 0 ? command : throw node.At.Error("names no program; add one.");
    }

    private static ProbeSettings ReadProbe(ManifestNode node)
    {
        node.RejectUnknownMembers("binding", "path");
        var path = node.Find("path")?.AsString();
        return path is null || path.StartsWith('/')
            ? new ProbeSettings(node.Require("binding").AsString(), path, node.At)
            : throw node.At.Error($"the path '{path}' must start with '/'.");
    }

    private static Amount ReadAmount(ManifestNode node, Func<ManifestNode, long> read)
    {
        node.RejectUnknownMembers("request", "limit");
        var amount = new Amount(
            node.Find("request") is { } request ? read(request) : null, node.Find("limit") is { } limit ? read(limit) : null);
        return amount.Request > amount.Limit ? throw node.At.Error("requests more than its limit; raise the limit.") : amount;
    }

    private static long ReadCores(ManifestNode node)
    {
        if (Cores().Match(node.AsString()) is not { Success: true } match)
        {
            throw node.Expected("cores such as \"250m\" or \"1.5\"");
        }

        var number = decimal.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return (long)(match.Groups[2].Length > 0 ? number : number * 1000);
    }

    private static long ReadBytes(ManifestNode node)
    {
        if (Bytes().Match(node.AsString()) is not { Success: true } match)
        {
            throw node.Expected("an amount such as \"256Mi\" or \"10Gi\"");
        }

        var unit = match.Groups[2].Value == "Mi" ? 20 : 30;
        return long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) << unit;
    }

    [GeneratedRegex(@"^([0-9]{1,6}|[0-9]{1,3}\.[0-9]{1,3}(?!m))(m?)$")]
    private static partial Regex Cores();

    [GeneratedRegex("^([1-9][0-9]{0,5})(Mi|Gi)$")]
    private static partial Regex Bytes();
}
