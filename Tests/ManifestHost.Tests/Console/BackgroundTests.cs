using System.Text.Json;
using ManifestHost.Tests.Support;

namespace ManifestHost.Tests.Console;

public sealed class BackgroundTests : IAsyncLifetime
{
    private readonly Workspace _workspace = new();

    [Fact]
    public async Task Up_detached_returns_when_all_is_healthy_and_stop_leaves_nothing()
    {
        _workspace.Manifest(Workspace.Listener("db"), Workspace.Shell("app", "echo $$ > pid; : {db.bindings.tcp.port}; exec sleep 1000"));

        var (exitCode, output) = await RunAsync("up", "--detach", "--ports", "random");

        Assert.True(exitCode == 0, output);
        using var stack = JsonDocument.Parse(await File.ReadAllBytesAsync(StackFile));
        var resources = stack.RootElement.GetProperty("resources");
        Assert.All(resources.EnumerateObject(), resource => Assert.Equal("healthy", resource.Value.GetProperty("state").GetString()));
        var pid = resources.GetProperty("app").GetProperty("pid").GetInt32();
        Assert.Equal(await Pids.ReadAsync(_workspace.FileOf("app", "pid")), pid);
        Assert.StartsWith("tcp://127.0.0.1:", resources.GetProperty("db").GetProperty("endpoints").GetProperty("tcp").GetString(), StringComparison.Ordinal);
        Assert.True(Pids.IsRunning(HostPid()));

        var (statusCode, table) = await RunAsync("status");
        Assert.Equal(0, statusCode);
        Assert.Matches($@"(?m)^app +healthy +{pid}\b", table);

        var host = HostPid();
        Assert.Equal(0, (await RunAsync("stop")).ExitCode);
        Assert.False(Pids.IsRunning(host));
        Assert.False(Pids.IsRunning(pid));
        Assert.Equal(3, (await RunAsync("status")).ExitCode);
        Assert.Equal(0, (await RunAsync("stop")).ExitCode);
    }

    [Fact]
    public async Task A_second_up_is_an_error_and_a_second_detached_up_says_that_it_runs_already()
    {
        _workspace.Manifest(Workspace.Shell("a", "exec sleep 1000"));
        await RunAsync("up", "--detach");
        var host = HostPid();

        var (attached, error) = await RunAsync("up");
        var (detached, message) = await RunAsync("up", "--detach");

        Assert.Equal(2, attached);
        Assert.Contains($"error: a stack already runs in {_workspace.RunFolder} (host pid {host})", error, StringComparison.Ordinal);
        Assert.Equal(0, detached);
        Assert.Contains($"It already runs in {_workspace.RunFolder} (host pid {host})", message, StringComparison.Ordinal);
        Assert.Equal(host, HostPid());
    }

    [Fact]
    public async Task A_resource_that_fails_makes_up_detached_fail_with_its_last_lines_and_leaves_nothing()
    {
        _workspace.Manifest(
            Workspace.Shell("good", "echo $$ > pid; exec sleep 1000"),
            Workspace.Shell("bad", "echo cannot read the configuration >&2; exit 7", """ "bindings": { "tcp": {} } """));

        var (exitCode, output) = await RunAsync("up", "--detach");

        Assert.Equal(1, exitCode);
        Assert.Contains("error: bad exited with code 7", output, StringComparison.Ordinal);
        Assert.Contains("cannot read the configuration", output, StringComparison.Ordinal);
        Assert.False(Pids.IsRunning(await Pids.ReadAsync(_workspace.FileOf("good", "pid"))));
        Assert.False(File.Exists(StackFile));
    }

    [Fact]
    public async Task What_cannot_be_run_is_one_line_and_exit_code_2()
    {
        _workspace.Write("manifest.json", "{ \"resources\": {\n\"a\": { \"type\": \"odd.v1\" } } }");

        var (exitCode, output) = await RunAsync("up", "--detach");

        Assert.Equal(2, exitCode);
        Assert.Matches(@"^error: \S*manifest\.json:2: resource 'a': unknown resource type 'odd\.v1'.*\n\s*$", output);
    }

    [Fact]
    public async Task Kill_9_of_the_host_leaves_no_orphan_and_the_next_up_starts_afresh()
    {
        _workspace.Manifest(
            Workspace.Listener("db"),
            Workspace.Shell("a", "sleep 1000 & echo $! >> pids; setsid sleep 1000 & echo $! >> pids; echo $$ >> pids; trap '' TERM; while :; do sleep 0.1; done"));
        await RunAsync("up", "--detach", "--ports", "random");
        var host = HostPid();
        var pids = (await Eventually.LinesAsync(_workspace.FileOf("a", "pids"), 3))
            .Select(line => int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)).Append(PidOf("db")).ToList();

        Pids.Kill(host);

        foreach (var pid in pids)
        {
            await Pids.GoneAsync(pid);
        }

        Assert.True(File.Exists(StackFile));
        Assert.Equal(3, (await RunAsync("status")).ExitCode);
        var (exitCode, output) = await RunAsync("up", "--detach", "--ports", "random");
        Assert.True(exitCode == 0, output);
        Assert.NotEqual(host, HostPid());
    }

    [Fact]
    public async Task A_killed_watchdog_is_replaced_and_knows_what_runs()
    {
        _workspace.Manifest(Workspace.Shell("a", "echo $$ > pid; exec env -i sleep 1000"));
        await RunAsync("up", "--detach");
        var host = HostPid();
        var watchdog = Pids.WatchdogOf(host)!.Value;

        Pids.Kill(watchdog);
        await Eventually.TrueAsync(() => Pids.WatchdogOf(host) is { } next && next != watchdog, "there is another watchdog");
        Pids.Kill(host);

        await Pids.GoneAsync(PidOf("a"));
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("up")]
    public async Task When_host_and_watchdog_died_together_the_next_command_clears_what_they_left(string verb)
    {
        const int stopSignal = 19;
        _workspace.Manifest(Workspace.Listener("db"), Workspace.Shell("a", "exec sleep 1000"));
        await RunAsync("up", "--detach", "--ports", "random");
        int[] orphans = [PidOf("db"), PidOf("a")];
        var host = HostPid();
        Pids.Signal(host, stopSignal);
        Pids.Kill(Pids.WatchdogOf(host)!.Value);
        Pids.Kill(host);
        await Pids.GoneAsync(host);
        Assert.All(orphans, pid => Assert.True(Pids.IsRunning(pid)));

        Assert.Equal(0, (await RunAsync(verb == "up" ? ["up", "--detach", "--ports", "random"] : [verb])).ExitCode);

        Assert.All(orphans, pid => Assert.False(Pids.IsRunning(pid)));
    }

    [Fact]
    public async Task What_the_caller_had_open_is_not_open_in_the_processes()
    {
        _workspace.Manifest(Workspace.Shell("a", "ls /proc/self/fd > fds; exec sleep 1000"));
        using var program = HostProgram.StartFromShell(
            $"exec 7>{_workspace.Folder}/held; exec \"$@\"", "up", "--detach", "--manifest", _workspace.ManifestPath, "--run-dir", _workspace.RunFolder);

        Assert.Equal(0, await program.ExitCodeAsync());
        Assert.Equal(["0", "1", "2", "3"], await Eventually.LinesAsync(_workspace.FileOf("a", "fds"), 4));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        _workspace.Dispose();
    }

    private string StackFile => Path.Combine(_workspace.RunFolder, "stack.json");

    private int HostPid() => Read(root => root.GetProperty("host").GetProperty("pid").GetInt32());

    private int PidOf(string resource) => Read(root => root.GetProperty("resources").GetProperty(resource).GetProperty("pid").GetInt32());

    private int Read(Func<JsonElement, int> read)
    {
        using var stack = JsonDocument.Parse(File.ReadAllBytes(StackFile));
        return read(stack.RootElement);
    }

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        HostProgram.RunAsync([.. arguments, "--run-dir", _workspace.RunFolder, "--manifest", _workspace.ManifestPath]);
}
