using ManifestHost.Tests.Support;

namespace ManifestHost.Tests.Stack;

public sealed class PrivacyTests : IDisposable
{
    private const string Password =
        """
        "pw": {
          "type": "parameter.v0", "value": "{pw.inputs.value}",
          "inputs": { "value": { "type": "string", "secret": true, "default": { "generate": { "minLength": 22 } } } }
        },
        "pw-uri": { "type": "annotated.string", "value": "{pw.value}", "filter": "uri" }
        """;

    private readonly Workspace _workspace = new();

    [Fact]
    public async Task A_secret_reaches_the_process_that_needs_it_but_no_log_and_no_state_file()
    {
        _workspace.Manifest(Password, Workspace.Shell(
            "a",
            "printf '%s\\n' \"$SECRET\" > secret; printf '%s and %s\\n' \"$SECRET\" \"$ENCODED\"; exec sleep 1000",
            """ "env": { "SECRET": "{pw.value}", "ENCODED": "{pw-uri.value}" } """));
        await using var stack = await LocalStack.StartAsync(_workspace.Options);
        var secret = (await Eventually.LinesAsync(_workspace.FileOf("a", "secret")))[0];
        await Eventually.LinesAsync(stack.GetLogPath("a"));

        Assert.Equal(22, secret.Length);
        Assert.Equal("*** and ***\n", _workspace.LogOf("a"));
        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(Path.Combine(_workspace.RunFolder, "stack.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_run_has_a_secret_of_its_own()
    {
        _workspace.Manifest(Password, Workspace.Shell("a", "printf '%s\\n' \"$SECRET\" > secret; exec sleep 1000", """ "env": { "SECRET": "{pw.value}" } """));
        var secrets = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await using var stack = await LocalStack.StartAsync(_workspace.Options);
            secrets.AddRange(await Eventually.LinesAsync(_workspace.FileOf("a", "secret")));
        }

        Assert.Equal(2, secrets.Distinct().Count());
    }

    [Fact]
    public async Task Everything_in_the_run_directory_is_the_owners_alone()
    {
        // An existing folder that is open to all is closed.
        Directory.CreateDirectory(_workspace.RunFolder);
        _workspace.Manifest(""" "a": { "type": "container.v0", "image": "x", "volumes": [{ "name": "data" }] } """).Overlay(
            """ "a": { "type": "executable.v0", "command": "sleep", "args": ["1000"], "files": { "sub/conf": ["x"] } } """);
        await using var stack = await LocalStack.StartAsync(_workspace.Options);

        foreach (var path in Directory.EnumerateFileSystemEntries(_workspace.RunFolder, "*", SearchOption.AllDirectories).Append(_workspace.RunFolder))
        {
            var others = File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Assert.True(others == UnixFileMode.None, $"{path} has {others}");
        }

        Assert.True(Directory.Exists(Path.Combine(_workspace.RunFolder, "volumes", "data")));
    }

    [Fact]
    public async Task A_process_has_nothing_to_read_and_inherits_no_descriptors()
    {
        _workspace.Manifest(Workspace.Shell("a", "cat; ls /proc/self/fd > fds; exec sleep 1000"));
        await using var stack = await LocalStack.StartAsync(_workspace.Options);

        // The fourth is the folder that ls reads.
        Assert.Equal(["0", "1", "2", "3"], await Eventually.LinesAsync(_workspace.FileOf("a", "fds"), 4));
    }

    [Fact]
    public async Task A_process_gets_only_the_parameters_it_refers_to()
    {
        Environment.SetEnvironmentVariable("Parameters__unrelated", "not for you");
        _workspace.Manifest(Workspace.Shell("a", "env > env; echo done >> env; exec sleep 1000"));
        await using var stack = await LocalStack.StartAsync(_workspace.Options);

        await Eventually.TrueAsync(() => File.Exists(_workspace.FileOf("a", "env")) && File.ReadAllText(_workspace.FileOf("a", "env")).EndsWith("done\n", StringComparison.Ordinal), "it wrote its environment");
        Assert.DoesNotContain("not for you", await File.ReadAllTextAsync(_workspace.FileOf("a", "env")), StringComparison.Ordinal);
    }

    public void Dispose() => _workspace.Dispose();
}
