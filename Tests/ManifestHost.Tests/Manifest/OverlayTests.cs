using ManifestHost.Manifest;
using ManifestHost.Tests.Support;

namespace ManifestHost.Tests.Manifest;

public sealed class OverlayTests : IDisposable
{
    private const string Container =
        """
        "db": {
          "type": "container.v0", "image": "db:1", "args": ["serve"], "env": { "MODE": "container" },
          "connectionString": "port={db.bindings.tcp.port}",
          "volumes": [{ "name": "data", "target": "/data", "readOnly": false }],
          "bindings": { "tcp": { "scheme": "db", "protocol": "tcp", "transport": "tcp", "targetPort": 5000 } }
        }
        """;

    private readonly Workspace _workspace = new();

    [Fact]
    public void A_type_replaces_how_a_resource_runs_and_keeps_what_others_see_of_it()
    {
        var db = Load(Container, """ "db": { "type": "executable.v0", "command": "dbd", "env": { "MODE": "local" } } """).Resources["db"];

        Assert.True(db.IsProcess);
        Assert.Equal(["dbd"], db.Commands.Select(command => command.Value));
        Assert.Null(db.Args);
        Assert.Equal("local", db.Env["MODE"].Value);
        Assert.Equal(5000, db.Bindings["tcp"].WellKnownPort);
        Assert.Equal("port={db.bindings.tcp.port}", db.ConnectionString!.Value);
        Assert.Equal(["data"], db.Volumes);
    }

    [Fact]
    public void An_entry_without_type_adds_to_a_project()
    {
        var model = Load(
            """ "app": { "type": "project.v0", "path": "App.csproj", "args": ["--role", "x"], "env": { "A": "1", "B": "1" } } """,
            """ "app": { "env": { "B": "2", "C": "2" } } """);

        var app = model.Resources["app"];
        Assert.Equal(["1", "2", "2"], new[] { "A", "B", "C" }.Select(name => app.Env[name].Value));
        Assert.Equal(["--role", "x"], app.Args!.Select(argument => argument.Value));
    }

    [Fact]
    public void A_resource_can_be_answered_for_by_another()
    {
        var model = Load(
            Container + "," + """ "other": { "type": "executable.v0", "command": "sh", "bindings": { "main": {} } } """,
            """ "db": { "providedBy": "other", "bindings": { "tcp": "main" } } """);

        Assert.Equal("other", model.ProcessFor(model.Resources["db"])!.Name);
    }

    [Fact]
    public void A_resource_can_be_left_out()
    {
        var model = Load(Container, """ "db": { "omit": "nothing here needs it" } """);

        Assert.Empty(model.Processes);
    }

    [Fact]
    public void A_new_resource_needs_a_type_only()
    {
        var model = Load(Container, """ "db": { "omit": "replaced" } """, """ "extra": { "type": "executable.v0", "command": "sh" } """);

        Assert.Equal(["extra"], model.Processes.Select(resource => resource.Name));
    }

    [Theory]
    [InlineData(""" "bd": { "env": { "X": "1" } } """, "resource 'bd': the manifest has no such resource")]
    [InlineData(""" "bd": { "providedBy": "db" } """, "resource 'bd': the manifest has no such resource")]
    [InlineData(""" "db": { "env": { "X": "1" } } """, "'db' is a container.v0 in the manifest; say how it runs here")]
    [InlineData(""" "db": { "type": "executable.v0", "comand": "dbd" } """, "property 'comand': unknown property")]
    [InlineData(""" "db": { "type": "executable.v0", "command": "dbd", "ready": { "tcp": "udp" } } """, "there is no binding 'udp'; it has tcp")]
    [InlineData(""" "db": { "type": "executable.v0", "command": "dbd", "ready": { "path": "/" } } """, "needs one of 'tcp' and 'http'")]
    [InlineData(""" "db": { "type": "executable.v0", "command": "dbd", "files": { "../x": [] } } """, "must be a relative path inside")]
    [InlineData(""" "db": { "type": "executable.v0", "command": "dbd", "files": { "x": 1 } } """, "expected an array of lines")]
    [InlineData(""" "db": { "type": "executable.v0", "command": [] } """, "property 'command': names no program")]
    [InlineData(""" "db": { "type": "executable.v0", "command": "dbd", "package": {} } """, "names no package")]
    [InlineData(""" "db": { "type": "executable.v0", "command": "dbd", "noWait": ["x"] } """, "there is no resource 'x'")]
    [InlineData(""" "db": { "type": "executable.v0", "command": "dbd", "volumes": [{ "name": "../up" }] } """, "cannot be a folder name")]
    [InlineData(""" "db": { "providedBy": "x" } """, "there is no resource 'x'")]
    [InlineData(""" "db": { "providedBy": "db" } """, "does not run as a process itself")]
    [InlineData(""" "db": { "providedBy": "other", "bindings": { "tcp": "x" } } """, "'other' has no binding 'x'; it has main")]
    [InlineData(""" "db": { "providedBy": "other", "bindings": { "udp": "main" } } """, "the manifest's 'db' has no binding 'udp'")]
    public void An_entry_that_does_not_fit_is_reported_with_file_line_and_resource(string entry, string expected)
    {
        _workspace.Manifest(Container, """ "other": { "type": "executable.v0", "command": "sh", "bindings": { "main": {} } } """).Overlay(entry);

        var error = Assert.Throws<ManifestException>(() => StackModel.Load(_workspace.ManifestPath, _workspace.OverlayPath));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("manifest.local.json:2: resource '", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    public void Dispose() => _workspace.Dispose();

    private StackModel Load(string manifest, params string[] overlay)
    {
        _workspace.Manifest(manifest).Overlay(overlay);
        return StackModel.Load(_workspace.ManifestPath, _workspace.OverlayPath);
    }
}
