using ManifestHost.Tests.Support;

namespace ManifestHost.Tests.Stack;

public sealed class RestartTests : IDisposable
{
    private const string Cache =
        """
        "cache": {
          "type": "container.v0", "image": "redis",
          "connectionString": "{cache.bindings.tcp.port} {pw.value}",
          "bindings": { "tcp": { "scheme": "redis", "protocol": "tcp", "transport": "tcp", "targetPort": 6379 } }
        },
        "pw": {
          "type": "parameter.v0", "value": "{pw.inputs.value}",
          "inputs": { "value": { "type": "string", "secret": true, "default": { "generate": { "minLength": 22, "special": false } } } }
        }
        """;

    private const string LocalCache =
        """
        "cache": {
          "type": "executable.v0", "command": "redis-server", "args": ["redis.conf"],
          "files": { "redis.conf": ["bind 127.0.0.1", "port {cache.bindings.tcp.port}", "requirepass {pw.value}", "save \"\""] },
          "ready": { "tcp": "tcp" }
        }
        """;

    private readonly Workspace _workspace = new();

    [Fact]
    public async Task A_killed_process_is_started_again_on_the_same_port_with_the_same_password()
    {
        _workspace.Manifest(
            Cache, Workspace.Shell("asker", "until [ -e ask ]; do sleep 0.02; done; set -- {cache.connectionString}; redis-cli -p $1 -a $2 ping > answer; exec sleep 1000"))
            .Overlay(LocalCache);
        await using var stack = await LocalStack.StartAsync(_workspace.Options);
        var endpoint = stack.GetEndpoint("cache", "tcp");
        var killed = stack.GetProcessId("cache");

        Pids.Kill(killed);
        await Eventually.TrueAsync(() => Cached(stack).Restarts == 1, "the process was started again");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await stack.WaitUntilHealthyAsync("cache", limit.Token);

        Assert.NotEqual(killed, stack.GetProcessId("cache"));
        Assert.Equal(endpoint, stack.GetEndpoint("cache", "tcp"));
        await File.WriteAllTextAsync(_workspace.FileOf("asker", "ask"), "");
        Assert.Equal(["PONG"], await Eventually.LinesAsync(_workspace.FileOf("asker", "answer")));
    }

    [Fact]
    public async Task What_happened_is_visible_while_it_is_being_restarted()
    {
        _workspace.Manifest(Workspace.Shell("a", "exec sleep 1000"));
        await using var stack = await LocalStack.StartAsync(_workspace.Options);
        var seen = new System.Collections.Concurrent.ConcurrentQueue<StackResource>();
        stack.Changed += (_, _) => seen.Enqueue(stack.Resources[0]);

        Pids.Kill(stack.GetProcessId("a"));
        await Eventually.TrueAsync(() => seen.Any(r => r is { State: ResourceState.Healthy, Restarts: 1 }), "it was restarted");

        var restarting = Assert.Single(seen, r => r.State == ResourceState.Restarting);
        Assert.Equal("was killed (SIGKILL); starts again in 0.1 s", restarting.Note);
        Assert.Null(restarting.ProcessId);
    }

    [Fact]
    public async Task What_a_killed_process_leaves_is_cleared_away_before_the_next()
    {
        _workspace.Manifest(Workspace.Shell(
            "a", "sleep 1000 & echo $! >> children; setsid sleep 1000 & echo $! >> children; echo $$ > pid; wait"));
        await using var stack = await LocalStack.StartAsync(_workspace.Options);
        var children = await Eventually.LinesAsync(_workspace.FileOf("a", "children"), 2);

        Pids.Kill(stack.GetProcessId("a"));

        await Eventually.LinesAsync(_workspace.FileOf("a", "children"), 4);
        Assert.All(children, pid => Assert.False(Pids.IsRunning(int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task A_process_that_stops_answering_is_shown_as_unhealthy_and_healthy_again_when_it_answers()
    {
        const int stopSignal = 19;
        const int continueSignal = 18;
        _workspace.Manifest(
            """ "web": { "type": "container.v0", "image": "x", "bindings": { "http": { "scheme": "http", "targetPort": 9090 } } } """)
            .Overlay(
            """
            "web": {
              "type": "executable.v0", "command": "prometheus",
              "args": ["--config.file=p.yml", "--web.listen-address={web.bindings.http.hostAndPort}"],
              "files": { "p.yml": ["global: { scrape_interval: 1m }"] }, "ready": { "http": "http", "path": "/-/ready" }
            }
            """);
        await using var stack = await LocalStack.StartAsync(_workspace.Options);
        var pid = stack.GetProcessId("web");

        Pids.Signal(pid, stopSignal);
        await Eventually.TrueAsync(() => stack.Resources[0].State == ResourceState.Unhealthy, "it is unhealthy");
        Assert.Contains("does not answer", stack.Resources[0].Note, StringComparison.Ordinal);

        Pids.Signal(pid, continueSignal);
        await Eventually.TrueAsync(() => stack.Resources[0].State == ResourceState.Healthy, "it is healthy again");
        Assert.Equal(pid, stack.GetProcessId("web"));
    }

    public void Dispose() => _workspace.Dispose();

    private static StackResource Cached(LocalStack stack) => stack.Resources.Single(resource => resource.Name == "cache");
}
