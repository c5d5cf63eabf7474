using System.Diagnostics;
using ManifestHost.Tests.Support;
using Tta.AppHost;

namespace ManifestHost.Tests.Console;

/// <summary>What another host, Aspire's, runs and writes down in the run directory is waited for, shown and ended like our own.</summary>
public sealed class OtherHostTests : IDisposable
{
    private readonly Workspace _workspace = new();
    private readonly List<Process> _hosts = [];

    [Fact]
    public async Task It_is_shown_and_ended()
    {
        var host = await StartHostAsync(("cache", "healthy"), ("web", "healthy"));

        var (status, table) = await RunAsync("status");
        var (wait, _) = await RunAsync("wait");

        Assert.Equal(0, status);
        Assert.Matches(@"(?m)^cache +healthy .*tcp=redis://localhost:6379$", table);
        Assert.Equal(0, wait);

        Assert.Equal(0, (await RunAsync("stop")).ExitCode);
        Assert.False(Pids.IsRunning(host));
        Assert.Equal(3, (await RunAsync("wait")).ExitCode);
    }

    [Fact]
    public async Task Waiting_ends_when_the_last_resource_is_healthy()
    {
        var host = await StartHostAsync(("cache", "healthy"), ("web", "starting"));
        using var waiting = HostProgram.Start("wait", "--run-dir", _workspace.RunFolder);
        await Eventually.TrueAsync(() => waiting.Output.Contains("Waiting until", StringComparison.Ordinal), "it waits");

        Write(host, ("cache", "healthy"), ("web", "healthy"));

        Assert.Equal(0, await waiting.ExitCodeAsync());
        Assert.Matches(@"(?m)^web +healthy", waiting.Output);
    }

    [Theory]
    [InlineData("failed", "600")]
    [InlineData("unhealthy", "0")]
    public async Task Waiting_is_over_when_a_resource_has_failed_or_the_time_is_up(string state, string timeout)
    {
        await StartHostAsync(("cache", "healthy"), ("web", state));

        var (exitCode, table) = await RunAsync("wait", "--timeout", timeout);

        Assert.Equal(1, exitCode);
        Assert.Matches($@"(?m)^web +{state}", table);
    }

    [Fact]
    public async Task Waiting_is_over_when_the_host_dies()
    {
        var host = await StartHostAsync(("web", "starting"));
        using var waiting = HostProgram.Start("wait", "--run-dir", _workspace.RunFolder);
        await Eventually.TrueAsync(() => waiting.Output.Contains("Waiting until", StringComparison.Ordinal), "it waits");

        Pids.Kill(host);

        Assert.Equal(1, await waiting.ExitCodeAsync());
        Assert.Contains("has ended meanwhile", waiting.Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var host in _hosts)
        {
            if (!host.HasExited)
            {
                host.Kill();
            }

            host.Dispose();
        }

        _workspace.Dispose();
    }

    // A process that holds the directory as a host does, and does nothing else.
    private async Task<int> StartHostAsync(params (string Name, string State)[] resources)
    {
        Directory.CreateDirectory(_workspace.RunFolder);
        var pidFile = Path.Combine(_workspace.Folder, "host.pid");
        var host = Process.Start("sh", ["-c", $"exec 9>'{_workspace.RunFolder}/host.lock'; flock 9; echo $$ > '{pidFile}'; exec sleep 1000"]);
        _hosts.Add(host);
        var pid = await Pids.ReadAsync(pidFile);
        Write(pid, resources);
        return pid;
    }

    private void Write(int host, params (string Name, string State)[] resources) => StackFile.Write(
        Path.Combine(_workspace.RunFolder, "stack.json"),
        host,
        resources.Select(r => KeyValuePair.Create(r.Name, new StackEntry(r.State, new Dictionary<string, string> { ["tcp"] = "redis://localhost:6379" }))));

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => HostProgram.RunAsync([.. arguments, "--run-dir", _workspace.RunFolder]);
}
