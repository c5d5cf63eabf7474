using System.Text.Json;

namespace ManifestHost.Tests.Support;

/// <summary>A folder with a manifest, an overlay and a run directory, removed afterwards.</summary>
internal sealed class Workspace : IDisposable
{
    public Workspace() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "manifesthost-" + Guid.NewGuid().ToString("N")[..12]);

    public string ManifestPath => Path.Combine(Folder, "manifest.json");

    public string OverlayPath => Path.Combine(Folder, "manifest.local.json");

    public string RunFolder => Path.Combine(Folder, "run");

    public LocalStackOptions Options => new()
    {
        ManifestPath = ManifestPath,
        RunDirectory = RunFolder,
        Ports = PortSelection.Random,
        StopTimeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>Writes a manifest of the given members of <c>resources</c>.</summary>
    public Workspace Manifest(params string[] resources) => Write("manifest.json", Resources(resources));

    /// <summary>Writes an overlay of the given members of <c>resources</c>.</summary>
    public Workspace Overlay(params string[] resources) => Write("manifest.local.json", Resources(resources));

    public Workspace Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    /// <summary>A resource that runs a shell script; more members of it may follow.</summary>
    public static string Shell(string name, string script, string more = "") =>
        $$"""
        "{{name}}": { "type": "executable.v0", "command": "sh", "args": ["-c", {{JsonSerializer.Serialize(script)}}] {{(more.Length > 0 ? ", " + more : "")}} }
        """;

    /// <summary>A resource that listens: Redis with a binding <c>tcp</c>, started by a script that may do something before.</summary>
    public static string Listener(string name, string before = ":") => Shell(
        name,
        before + "; exec redis-server --bind 127.0.0.1 --save '' --port {" + name + ".bindings.tcp.port}",
        """ "bindings": { "tcp": { "scheme": "tcp", "protocol": "tcp", "transport": "tcp" } } """);

    /// <summary>A file that a resource wrote in its own folder.</summary>
    public string FileOf(string resource, string file) => Path.Combine(RunFolder, "resources", resource, file);

    public string LogOf(string resource) => File.ReadAllText(Path.Combine(RunFolder, "logs", resource + ".log"));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Resources(string[] resources) => "{ \"resources\": {\n" + string.Join(",\n", resources) + "\n} }";
}
