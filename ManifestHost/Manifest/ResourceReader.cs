using System.Text.Json;

namespace ManifestHost.Manifest;

/// <summary>Reads one resource of a manifest or an overlay.</summary>
internal static class ResourceReader
{
    /// <summary>Reads a manifest's resource. Properties that do not matter here (image, bindMounts, build, deployment …) are let be.</summary>
    public static ResourceDefinition ReadManifestResource(string name, ManifestNode node)
    {
        if (node.Find("error") is { } error)
        {
            throw error.At.Error("the publisher could not describe this resource: " + error.AsString());
        }

        return ReadCommon(name, node, node.Require("type").AsString());
    }

    /// <summary>Reads an overlay's entry; here an unknown property is a typing error.</summary>
    public static ResourceDefinition ReadOverlayEntry(string name, ManifestNode node)
    {
        if (node.Find("providedBy") is { } provider)
        {
            node.RejectUnknownMembers("providedBy", "bindings");
            return new ResourceDefinition
            {
                Name = name,
                Type = "",
                At = node.At,
                ProvidedBy = provider.AsText(),
                ProvidedBindings = ReadMap(node.Find("bindings"), value => value.AsText()),
            };
        }

        if (node.Find("omit") is { } omit)
        {
            node.RejectUnknownMembers("omit");
            return new ResourceDefinition { Name = name, Type = "", At = node.At, Omit = omit.AsText() };
        }

        node.RejectUnknownMembers(
            "type", "command", "args", "env", "path", "workingDirectory", "bindings", "volumes", "connectionString",
            "value", "inputs", "filter", "files", "ready", "package", "noWait");
        var entry = ReadCommon(name, node, node.Find("type")?.AsString() ?? "");
        return entry with
        {
            Files = ReadMap(node.Find("files"), value => value).Select(pair => ReadFile(pair.Key, pair.Value)).ToList(),
            Ready = node.Find("ready") is { } ready ? ReadReady(ready) : null,
            Package = node.Find("package") is { } package ? ReadPackage(package) : null,
            NoWait = ReadTexts(node.Find("noWait")) ?? [],
        };
    }

    private static ResourceDefinition ReadCommon(string name, ManifestNode node, string type) => new()
    {
        Name = name,
        Type = type,
        At = node.At,
        ConnectionString = node.Find("connectionString")?.AsText(),
        Value = node.Find("value")?.AsText(),
        Filter = node.Find("filter")?.AsText(),
        Inputs = ReadMap(node.Find("inputs"), ReadInput),
        Bindings = ReadMap(node.Find("bindings"), ReadBinding),
        Volumes = node.Find("volumes")?.Elements.Where(v => v.Find("name") is not null).Select(ReadVolume).ToList() ?? [],
        Args = ReadTexts(node.Find("args")),
        Env = ReadMap(node.Find("env"), value => value.AsText()),
        Commands = ReadCommands(node.Find("command")),
        WorkingDirectory = node.Find("workingDirectory")?.AsText(),
        ProjectPath = node.Find("path")?.AsText(),
    };

    private static List<LocatedText> ReadCommands(ManifestNode? node) => node switch
    {
        null => [],
        { Kind: JsonValueKind.Array, Elements.Count: 0 } => throw node.At.Error("names no program; add one."),
        { Kind: JsonValueKind.Array } => ReadTexts(node)!,
        _ => [node.AsText()],
    };

    private static string ReadVolume(ManifestNode node)
    {
        var name = node.Require("name");
        var text = name.AsString();
        return IsPlainName(text) ? text : throw name.At.Error($"'{text}' cannot be a folder name; use letters, digits, '.', '-' and '_'.");
    }

    private static bool IsPlainName(string name) =>
        name.Length > 0 && name.Trim('.').Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static BindingDefinition ReadBinding(ManifestNode node) => new(
        node.Find("scheme")?.AsString() ?? "tcp",
        node.Find("protocol")?.AsString() == "udp",
        node.Find("port")?.AsInteger(1, 65535),
        node.Find("targetPort")?.AsInteger(1, 65535),
        node.At);

    private static ParameterInput ReadInput(ManifestNode node)
    {
        var fallback = node.Find("default");
        return new ParameterInput(
            node.Find("secret")?.AsBoolean() ?? false,
            fallback?.Find("value")?.AsText(),
            fallback?.Find("generate") is { } generate ? ReadGenerate(generate) : null,
            node.At);
    }

    private static GenerateRule ReadGenerate(ManifestNode node)
    {
        const int longest = 4096;
        bool Flag(string name) => node.Find(name)?.AsBoolean() ?? true;
        int Count(string name) => node.Find(name)?.AsInteger(0, longest) ?? 0;

        var rule = new GenerateRule(
            Count("minLength"),
            Flag("lower"),
            Flag("upper"),
            Flag("numeric"),
            Flag("special"),
            Count("minLower"),
            Count("minUpper"),
            Count("minNumeric"),
            Count("minSpecial"));
        return rule.Lower || rule.Upper || rule.Numeric || rule.Special
            ? rule
            : throw node.At.Error("allows no characters at all; allow lower, upper, numeric or special.");
    }

    private static ReadyRule ReadReady(ManifestNode node)
    {
        node.RejectUnknownMembers("tcp", "http", "path", "timeoutSeconds");
        var timeout = node.Find("timeoutSeconds")?.AsInteger(1, 3600);
        return (node.Find("tcp"), node.Find("http")) switch
        {
            ({ } tcp, null) => new ReadyRule(tcp.AsString(), null, timeout, node.At),
            (null, { } http) => new ReadyRule(http.AsString(), ReadPath(node.Find("path")), timeout, node.At),
            _ => throw node.At.Error("needs one of 'tcp' and 'http', naming a binding."),
        };
    }

    private static string ReadPath(ManifestNode? node)
    {
        var path = node?.AsString() ?? "/";
        return path.StartsWith('/') ? path : throw node!.At.Error($"'{path}' must start with '/'.");
    }

    private static PackageNames ReadPackage(ManifestNode node)
    {
        node.RejectUnknownMembers("apt", "brew");
        var names = new PackageNames(node.Find("apt")?.AsString(), node.Find("brew")?.AsString());
        return names is { Apt: null, Brew: null } ? throw node.At.Error("names no package; add 'apt' or 'brew'.") : names;
    }

    private static ResourceFile ReadFile(string path, ManifestNode node)
    {
        if (Path.IsPathRooted(path) || path.Split('/').Any(part => part is ".." or "." or ""))
        {
            throw node.At.Error($"'{path}' must be a relative path inside the resource's own directory.");
        }

        switch (node.Kind)
        {
            case JsonValueKind.Array:
                return new ResourceFile(path, ReadTexts(node), null, node.At);
            case JsonValueKind.Object:
                node.RejectUnknownMembers("source");
                return new ResourceFile(path, null, node.Require("source").AsText(), node.At);
            default:
                throw node.Expected("an array of lines, or {\"source\": \"…\"}");
        }
    }

    private static List<LocatedText>? ReadTexts(ManifestNode? node) => node?.Elements.Select(item => item.AsText()).ToList();

    private static OrderedDictionary<string, T> ReadMap<T>(ManifestNode? node, Func<ManifestNode, T> read)
    {
        var map = new OrderedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in node?.Members ?? new Dictionary<string, ManifestNode>())
        {
            map.Add(name, read(value));
        }

        return map;
    }
}
