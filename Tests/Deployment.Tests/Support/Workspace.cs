using System.Text.Json;
using Tta.Deployment.Output;

namespace Tta.Deployment.Tests.Support;

/// <summary>A folder with a manifest, what it mounts, and an output folder; removed afterwards.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public string ManifestPath => _folder.PathOf("manifest.json");

    public string Output => _folder.PathOf("deploy");

    public DeploymentOptions Options => new() { ManifestPath = ManifestPath, Output = Output, Environment = _ => null };

    /// <summary>Writes a manifest of the given members of <c>resources</c>.</summary>
    public Workspace Manifest(params string[] resources) =>
        Write("manifest.json", "{ \"resources\": {\n" + string.Join(",\n", resources) + "\n} }");

    /// <summary>Writes the settings file beside it.</summary>
    public Workspace Settings(string text) => Write("deployment.json", text);

    public Workspace Write(string file, string text)
    {
        var path = _folder.PathOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    /// <summary>A container resource with more members.</summary>
    public static string Container(string name, string more = "")
    {
        var members = more.Length > 0 ? ", " + more : "";
        return $$"""{{JsonSerializer.Serialize(name)}}: { "type": "container.v0", "image": "example/{{name}}:1.0"{{members}} }""";
    }

    /// <summary>A parameter that must be given, or a secret that is generated.</summary>
    public static string Parameter(string name, bool isSecret = false)
    {
        var generated = isSecret ? """, "secret": true, "default": { "generate": { "minLength": 30 } }""" : "";
        return "\"" + name + "\": { \"type\": \"parameter.v0\", \"value\": \"{" + name + ".inputs.value}\", "
            + "\"inputs\": { \"value\": { \"type\": \"string\"" + generated + " } } }";
    }

    public string Compose(DeploymentOptions? options = null)
    {
        DeploymentRun.Compose(options ?? Options, TextWriter.Null);
        return Read("docker-compose.yaml");
    }

    public void Kubernetes(DeploymentOptions? options = null) => DeploymentRun.Kubernetes(options ?? Options, TextWriter.Null);

    public string Read(string file) => File.ReadAllText(Path.Combine(Output, file));

    /// <summary>The values that the output keeps.</summary>
    public IReadOnlyDictionary<string, string> Env => EnvFile.Read(Path.Combine(Output, EnvFile.Name));

    /// <summary>Every file of the output with its content.</summary>
    public IReadOnlyDictionary<string, string> Files => Directory.Exists(Output)
        ? Directory.EnumerateFiles(Output).Order(StringComparer.Ordinal).ToDictionary(path => Path.GetFileName(path), File.ReadAllText)
        : new Dictionary<string, string>();

    public void Dispose() => _folder.Dispose();
}
