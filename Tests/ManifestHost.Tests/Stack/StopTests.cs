using ManifestHost.Tests.Support;

namespace ManifestHost.Tests.Stack;

public sealed class StopTests : IDisposable
{
    private readonly Workspace _workspace = new();

    [Fact]
    public async Task Grandchildren_end_too_even_those_in_sessions_of_their_own()
    {
        _workspace.Manifest(Workspace.Shell(
            "a", "(sleep 1000 & echo $! >> pids; wait) & setsid sh -c 'echo $$ >> pids; sleep 1000' & echo $$ >> pids; wait"));
        await using (var stack = await LocalStack.StartAsync(_workspace.Options))
        {
            await Eventually.LinesAsync(_workspace.FileOf("a", "pids"), 3);
        }

        var pids = await Eventually.LinesAsync(_workspace.FileOf("a", "pids"), 3);
        Assert.All(pids, pid => Assert.False(Pids.IsRunning(int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task A_process_that_ignores_the_request_is_killed()
    {
        _workspace.Manifest(Workspace.Shell("deaf", "trap '' TERM; echo $$ > pid; while :; do sleep 0.05; done"));
        var options = _workspace.Options;
        options.StopTimeout = TimeSpan.FromMilliseconds(300);
        var stack = await LocalStack.StartAsync(options);
        var pid = await Pids.ReadAsync(_workspace.FileOf("deaf", "pid"));

        await stack.DisposeAsync();

        Assert.False(Pids.IsRunning(pid));
    }

    [Fact]
    public async Task A_resource_stops_after_those_that_need_it()
    {
        const string leave = "trap 'sleep 0.1; echo $0 >> ../order; exit 0' TERM; touch ready; while :; do sleep 0.02; done";
        string Resource(string name, string refersTo) => Workspace.Shell(
            name,
            leave.Replace("$0", name, StringComparison.Ordinal) + " # " + refersTo,
            """ "bindings": { "x": { "protocol": "udp" } } """);
        _workspace.Manifest(
            Resource("base", ""), Resource("middle", "{base.bindings.x.port}"), Resource("top", "{middle.bindings.x.port}"));
        await using (await LocalStack.StartAsync(_workspace.Options))
        {
            foreach (var name in new[] { "base", "middle", "top" })
            {
                await Eventually.TrueAsync(() => File.Exists(_workspace.FileOf(name, "ready")), name + " has set its trap");
            }
        }

        Assert.Equal(["top", "middle", "base"], await File.ReadAllLinesAsync(Path.Combine(_workspace.RunFolder, "resources", "order")));
    }

    [Fact]
    public async Task The_last_words_of_a_process_are_in_its_log()
    {
        _workspace.Manifest(Workspace.Shell("a", "trap 'echo goodbye; exit 0' TERM; touch ready; while :; do sleep 0.02; done"));
        await using (await LocalStack.StartAsync(_workspace.Options))
        {
            await Eventually.TrueAsync(() => File.Exists(_workspace.FileOf("a", "ready")), "it has set its trap");
        }

        Assert.Contains("goodbye", _workspace.LogOf("a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_stop_the_run_directory_is_free_and_says_nothing_runs()
    {
        _workspace.Manifest(Workspace.Shell("a", "exec sleep 1000"));
        var first = await LocalStack.StartAsync(_workspace.Options);
        var error = await Assert.ThrowsAsync<ManifestException>(() => LocalStack.StartAsync(_workspace.Options));
        Assert.Contains($"a stack already runs in {_workspace.RunFolder} (host pid {Environment.ProcessId})", error.Message, StringComparison.Ordinal);

        await first.DisposeAsync();
        await first.DisposeAsync();

        Assert.False(File.Exists(Path.Combine(_workspace.RunFolder, "stack.json")));
        await using var second = await LocalStack.StartAsync(_workspace.Options);
        Assert.Equal(ResourceState.Healthy, second.Resources[0].State);
    }

    public void Dispose() => _workspace.Dispose();
}
