using ManifestHost.Tests.Support;

namespace ManifestHost.Tests.Stack;

public sealed class StartTests : IDisposable
{
    private readonly Workspace _workspace = new();

    [Fact]
    public async Task A_resource_starts_when_what_it_refers_to_is_ready()
    {
        // "db" takes its time before it listens; "app" asks it once, and does not try again.
        _workspace.Manifest(
            Workspace.Shell("app", "redis-cli -p {db.bindings.tcp.port} ping > answer 2>&1; exec sleep 1000"),
            Workspace.Listener("db", before: "sleep 0.5"));

        await using var stack = await LocalStack.StartAsync(_workspace.Options);

        Assert.Equal(["PONG"], await Eventually.LinesAsync(_workspace.FileOf("app", "answer")));
    }

    [Fact]
    public async Task Resources_that_do_not_refer_to_each_other_start_together()
    {
        // Each becomes ready only once it has seen the other run.
        _workspace.Manifest(
            Workspace.Listener("a", before: "touch here; until [ -e ../b/here ]; do sleep 0.02; done"),
            Workspace.Listener("b", before: "touch here; until [ -e ../a/here ]; do sleep 0.02; done"));

        await using var stack = await LocalStack.StartAsync(_workspace.Options);

        Assert.All(stack.Resources, resource => Assert.Equal(ResourceState.Healthy, resource.State));
    }

    [Fact]
    public async Task Resources_that_wait_for_each_other_are_an_error_until_one_is_told_not_to()
    {
        const string refersToB = "echo {b.bindings.tcp.port} > port; exec redis-server --bind 127.0.0.1 --save '' --port {a.bindings.tcp.port}";
        _workspace.Manifest(
            Workspace.Shell("a", refersToB, """ "bindings": { "tcp": { "scheme": "tcp" } } """),
            Workspace.Listener("b", before: "echo {a.bindings.tcp.port} > port"));

        var error = await Assert.ThrowsAsync<ManifestException>(() => LocalStack.StartAsync(_workspace.Options));
        Assert.Contains("wait for each other in a circle: a → b → a; name one under 'noWait'", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace.RunFolder));

        _workspace.Overlay("\"a\": { \"noWait\": [\"b\"] }");
        await using var stack = await LocalStack.StartAsync(_workspace.Options);
        var port = (await Eventually.LinesAsync(_workspace.FileOf("a", "port")))[0];
        Assert.Equal(stack.GetEndpoint("b", "tcp").Port.ToString(System.Globalization.CultureInfo.InvariantCulture), port);
    }

    [Fact]
    public async Task A_resource_is_ready_when_it_answers_over_http()
    {
        _workspace.Manifest(
            """ "metrics": { "type": "container.v0", "image": "x", "bindings": { "http": { "scheme": "http", "protocol": "tcp", "transport": "http", "targetPort": 9090 } } } """)
            .Overlay(
            """
            "metrics": {
              "type": "executable.v0", "command": "prometheus",
              "args": ["--config.file=p.yml", "--storage.tsdb.path={metrics.volumes.tsdb.path}", "--web.listen-address={metrics.bindings.http.hostAndPort}"],
              "volumes": [{ "name": "tsdb" }],
              "files": { "p.yml": ["global: { scrape_interval: 1m }"] },
              "package": { "apt": "prometheus" },
              "ready": { "http": "http", "path": "/-/ready" }
            }
            """);

        await using var stack = await LocalStack.StartAsync(_workspace.Options);

        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(stack.GetEndpoint("metrics", "http"), "/-/ready"));
        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_resource_that_is_not_ready_in_time_fails_the_start_with_its_last_lines_and_nothing_is_left()
    {
        _workspace.Manifest(
            Workspace.Shell("other", "echo $$ > pid; exec sleep 1000"),
            Workspace.Shell("late", "echo $$ > pid; echo still thinking; exec sleep 1000", """ "bindings": { "tcp": {} } """));
        var options = _workspace.Options;
        options.StartTimeout = TimeSpan.FromSeconds(1);

        var error = await Assert.ThrowsAsync<ResourceFailedException>(() => LocalStack.StartAsync(options));

        Assert.Equal("late", error.Resource);
        Assert.StartsWith("late was not ready within 1 s (tcp://127.0.0.1:", error.Message, StringComparison.Ordinal);
        Assert.Equal(["still thinking"], error.LastLogLines);
        Assert.False(Pids.IsRunning(await Pids.ReadAsync(_workspace.FileOf("late", "pid"))));
        Assert.False(Pids.IsRunning(await Pids.ReadAsync(_workspace.FileOf("other", "pid"))));
        Assert.False(File.Exists(Path.Combine(_workspace.RunFolder, "stack.json")));
    }

    [Fact]
    public async Task A_resource_that_always_ends_before_it_is_ready_fails_after_a_few_attempts()
    {
        _workspace.Manifest(
            Workspace.Shell("broken", "echo attempt >> attempts; echo no such option; exit 3", """ "bindings": { "tcp": {} } """));

        var error = await Assert.ThrowsAsync<ResourceFailedException>(() => LocalStack.StartAsync(_workspace.Options));

        Assert.Equal("broken exited with code 3, 4 times, before it was ready.", error.Message);
        Assert.Equal(4, (await Eventually.LinesAsync(_workspace.FileOf("broken", "attempts"))).Length);
        Assert.Contains("no such option", error.LastLogLines);
    }

    [Fact]
    public async Task A_missing_program_is_an_error_that_names_its_package_and_nothing_is_started()
    {
        _workspace.Manifest(
            Workspace.Shell("first", "touch started; exec sleep 1000"),
            """ "db": { "type": "container.v0", "image": "x" } """)
            .Overlay(""" "db": { "type": "executable.v0", "command": "no-such-dbd", "package": { "apt": "dbd-server", "brew": "dbd-server" } } """);

        var error = await Assert.ThrowsAsync<ManifestException>(() => LocalStack.StartAsync(_workspace.Options));

        Assert.Contains("resource 'db', property 'command': the program 'no-such-dbd' is not installed; install it with: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("install dbd-server", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_workspace.FileOf("first", "started")));
    }

    [Fact]
    public async Task Of_several_names_of_a_program_the_first_that_is_installed_is_run()
    {
        _workspace.Manifest(""" "a": { "type": "container.v0", "image": "x" } """)
            .Overlay(""" "a": { "type": "executable.v0", "command": ["no-such-sh", "sh"], "args": ["-c", "echo it runs; exec sleep 1000"] } """);
        await using var stack = await LocalStack.StartAsync(_workspace.Options);

        Assert.Equal(["it runs"], await Eventually.LinesAsync(stack.GetLogPath("a")));
    }

    [Fact]
    public async Task A_parameter_is_asked_for_only_when_something_that_runs_here_needs_it()
    {
        const string parameter = """ "secret": { "type": "parameter.v0", "value": "{secret.inputs.value}", "inputs": { "value": { "type": "string", "secret": true } } } """;
        const string container = """ "ui": { "type": "container.v0", "image": "x", "env": { "PASSWORD": "{secret.value}" } } """;
        _workspace.Manifest(parameter, container, Workspace.Shell("a", "exec sleep 1000")).Overlay(""" "ui": { "omit": "no need" } """);
        await using (await LocalStack.StartAsync(_workspace.Options))
        {
        }

        _workspace.Overlay(""" "ui": { "type": "executable.v0", "command": "sh", "args": ["-c", "exec sleep 1000"], "env": { "PASSWORD": "{secret.value}" } } """);
        var error = await Assert.ThrowsAsync<ManifestException>(() => LocalStack.StartAsync(_workspace.Options));
        Assert.Contains("property 'env.PASSWORD': needs the parameter 'secret'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_given_up_leaves_nothing()
    {
        _workspace.Manifest(Workspace.Shell("late", "echo $$ > pid; exec sleep 1000", """ "bindings": { "tcp": {} } """));
        using var giveUp = new CancellationTokenSource();
        var start = LocalStack.StartAsync(_workspace.Options, giveUp.Token);
        var pid = await Pids.ReadAsync(_workspace.FileOf("late", "pid"));
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.False(Pids.IsRunning(pid));
    }

    public void Dispose() => _workspace.Dispose();
}
