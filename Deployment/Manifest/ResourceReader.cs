namespace Tta.Deployment.Manifest;

/// <summary>Reads one resource. A property that would not arrive in what is deployed is an error, not a loss.</summary>
internal static class ResourceReader
{
    private static readonly string[] ValueProperties = ["type", "value", "connectionString", "inputs", "filter"];

    private static readonly string[] WorkloadProperties =
        ["type", "connectionString", "image", "path", "entrypoint", "args", "env", "bindings", "bindMounts", "volumes"];

    public static ResourceDefinition Read(string name, ManifestNode node)
    {
        if (node.Find("error") is { } error)
        {
            throw error.At.Error(
                $"the publisher could not describe this resource: {error.AsString()} Mend it in the AppHost and publish again.");
        }

        var type = node.Require("type").AsString();
        RequireKnown(type, node);
        var resource = new ResourceDefinition
        {
            Name = name,
            Type = type,
            At = node.At,
            ConnectionString = node.Find("connectionString")?.AsText(),
            Value = node.Find("value")?.AsText(),
            Filter = node.Find("filter")?.AsText(),
            Inputs = ReadMap(node.Find("inputs"), ReadInput),
            Image = node.Find("image")?.AsText(),
            ProjectPath = node.Find("path")?.AsText(),
            Entrypoint = node.Find("entrypoint")?.AsText(),
            Args = node.Find("args")?.Elements.Select(argument => argument.AsText()).ToList() ?? [],
            Env = ReadMap(node.Find("env"), value => value.AsText()),
            Bindings = ReadMap(node.Find("bindings"), ReadBinding),
            BindMounts = node.Find("bindMounts")?.Elements.Select(ReadBindMount).ToList() ?? [],
            Volumes = node.Find("volumes")?.Elements.Select((volume, index) => ReadVolume(name, volume, index)).ToList() ?? [],
        };
        if (resource.IsProject && resource.ProjectPath is null)
        {
            throw node.At.Error("'path' is missing; add the project file's path.");
        }

        return resource.Filter is { Value: not "uri" } filter
            ? throw filter.At.Error($"unknown filter '{filter.Value}'; only 'uri' is known.")
            : resource;
    }

    private static void RequireKnown(string type, ManifestNode node)
    {
        switch (type)
        {
            case "parameter.v0" or "value.v0" or "annotated.string":
                node.RejectUnknownMembers(ValueProperties);
                break;
            case "container.v1" when node.Find("build") is { } build:
                throw build.At.Error("images are not built here; build it, push it, and replace 'build' by 'image' in the manifest.");
            case "container.v0" or "container.v1" or "project.v0" or "project.v1":
                node.RejectUnknownMembers(WorkloadProperties);
                break;
            case "executable.v0":
                throw node.At.Error("an executable.v0 runs on a machine, not in a container; give it an image (PublishAsDockerFile in the "
                    + "AppHost) or leave it out of the manifest (ExcludeFromManifest).");
            default:
                throw node.Require("type").At.Error(
                    $"unknown resource type '{type}'; known are container.v0, container.v1, project.v0, project.v1, parameter.v0, value.v0 "
                    + "and annotated.string. Leave it out of the manifest with ExcludeFromManifest in the AppHost.");
        }
    }

    private static BindingDefinition ReadBinding(ManifestNode node)
    {
        node.RejectUnknownMembers("scheme", "protocol", "transport", "port", "targetPort", "external");
        return new BindingDefinition(
            node.Find("scheme")?.AsString() ?? "tcp",
            node.Find("protocol")?.AsString() switch
            {
                null or "tcp" => false,
                "udp" => true,
                var other => throw node.At.Error($"unknown protocol '{other}'; write tcp or udp."),
            },
            node.Find("transport")?.AsString() switch
            {
                null => "tcp",
                "tcp" or "http" or "http2" => node.Find("transport")!.AsString(),
                var other => throw node.At.Error($"unknown transport '{other}'; write tcp, http or http2."),
            },
            node.Find("port")?.AsInteger(1, 65535),
            node.Find("targetPort")?.AsInteger(1, 65535),
            node.Find("external")?.AsBoolean() ?? false,
            node.At);
    }

    private static BindMountDefinition ReadBindMount(ManifestNode node)
    {
        node.RejectUnknownMembers("source", "target", "readOnly");
        return new BindMountDefinition(
            node.Require("source").AsString(), ReadTarget(node.Require("target")), node.Find("readOnly")?.AsBoolean() ?? false, node.At);
    }

    private static VolumeDefinition ReadVolume(string resource, ManifestNode node, int index)
    {
        node.RejectUnknownMembers("name", "target", "readOnly");
        // One without a name belongs to its resource alone.
        var name = node.Find("name")?.AsString() ?? $"{resource}-volume-{index}";
        return new VolumeDefinition(name, ReadTarget(node.Require("target")), node.Find("readOnly")?.AsBoolean() ?? false, node.At);
    }

    private static string ReadTarget(ManifestNode node)
    {
        var path = node.AsString();
        return path.StartsWith('/') ? path : throw node.At.Error($"'{path}' must be an absolute path inside the container.");
    }

    private static ParameterInput ReadInput(ManifestNode node)
    {
        node.RejectUnknownMembers("type", "secret", "default");
        var fallback = node.Find("default");
        fallback?.RejectUnknownMembers("value", "generate");
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

        node.RejectUnknownMembers("minLength", "lower", "upper", "numeric", "special", "minLower", "minUpper", "minNumeric", "minSpecial");
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
