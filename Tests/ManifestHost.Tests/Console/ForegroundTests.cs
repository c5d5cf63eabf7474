using System.Net;
using System.Net.Sockets;
using ManifestHost.Tests.Support;

namespace ManifestHost.Tests.Console;

public sealed class ForegroundTests : IDisposable
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private readonly Workspace _workspace = new();

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public async Task A_signal_stops_everything_cleanly(int signal)
    {
        _workspace.Manifest(Workspace.Shell("a", "echo $$ > pid; sleep 1000 & echo $! > child; wait"));
        using var program = Start("up");
        await Eventually.TrueAsync(() => program.Output.Contains("a healthy", StringComparison.Ordinal), "a is healthy");
        var pid = await Pids.ReadAsync(_workspace.FileOf("a", "pid"));
        var child = await Pids.ReadAsync(_workspace.FileOf("a", "child"));

        Pids.Signal(program.Id, signal);

        Assert.Equal(0, await program.ExitCodeAsync());
        Assert.False(Pids.IsRunning(pid));
        Assert.False(Pids.IsRunning(child));
        Assert.Contains("a stopped", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_is_heeded_even_by_a_background_job_of_a_script_which_starts_with_it_ignored()
    {
        _workspace.Manifest(Workspace.Shell("a", "exec sleep 1000"));
        using var program = HostProgram.StartFromShell(
            "trap '' INT; exec \"$@\"", "up", "--run-dir", _workspace.RunFolder, "--manifest", _workspace.ManifestPath);
        await Eventually.TrueAsync(() => program.Output.Contains("a healthy", StringComparison.Ordinal), "a is healthy");

        Pids.Signal(program.Id, Interrupt);

        Assert.Equal(0, await program.ExitCodeAsync());
    }

    [Fact]
    public async Task A_signal_while_it_starts_stops_everything_and_says_that_it_was_interrupted()
    {
        _workspace.Manifest(Workspace.Shell("late", "echo $$ > pid; exec sleep 1000", """ "bindings": { "tcp": {} } """));
        using var program = Start("up");
        var pid = await Pids.ReadAsync(_workspace.FileOf("late", "pid"));

        Pids.Signal(program.Id, Interrupt);

        Assert.Equal(130, await program.ExitCodeAsync());
        Assert.False(Pids.IsRunning(pid));
    }

    [Fact]
    public async Task A_second_signal_does_not_wait_for_a_process_that_takes_its_time()
    {
        _workspace.Manifest(Workspace.Shell("deaf", "trap 'touch asked' TERM; echo $$ > pid; while :; do sleep 0.05; done"));
        using var program = Start("up");
        await Eventually.TrueAsync(() => program.Output.Contains("deaf healthy", StringComparison.Ordinal), "it runs");
        var pid = await Pids.ReadAsync(_workspace.FileOf("deaf", "pid"));

        Pids.Signal(program.Id, Interrupt);
        await Eventually.TrueAsync(() => File.Exists(_workspace.FileOf("deaf", "asked")), "it was asked to end");
        Pids.Signal(program.Id, Interrupt);

        Assert.Equal(0, await program.ExitCodeAsync());
        Assert.False(Pids.IsRunning(pid));
    }

    [Fact]
    public async Task A_port_that_was_asked_for_and_is_taken_is_named_with_its_holder()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        _workspace.Manifest(Workspace.Listener("db"));

        using var program = Start("up", "--port", $"db.tcp={port}");

        Assert.Equal(2, await program.ExitCodeAsync());
        Assert.Contains($"error: --port db.tcp={port}: port {port} is in use by ", program.Output, StringComparison.Ordinal);
        Assert.Contains($"(pid {Environment.ProcessId})", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_set_on_the_command_line_wins()
    {
        _workspace.Manifest(Workspace.Shell("a", "echo \"$GREETING\" > greeting; exec sleep 1000", """ "env": { "GREETING": "from the manifest" } """));
        using var program = Start("up", "--set", "a.env.GREETING=a=b from the command line");

        Assert.Equal(["a=b from the command line"], await Eventually.LinesAsync(_workspace.FileOf("a", "greeting")));
        Pids.Signal(program.Id, Terminate);
        await program.ExitCodeAsync();
    }

    [Fact]
    public async Task Packages_names_what_the_programs_come_from()
    {
        _workspace.Manifest(""" "a": { "type": "container.v0" } """, """ "b": { "type": "container.v0" } """).Overlay(
            """ "a": { "type": "executable.v0", "command": "sh", "package": { "apt": "dash", "brew": "dash-brew" } } """,
            """ "b": { "type": "executable.v0", "command": "no-such-program", "package": { "apt": "b-apt", "brew": "b-brew" } } """);

        Assert.Equal("dash\nb-apt", await PackagesAsync("--manager", "apt"));
        Assert.Equal("b-apt", await PackagesAsync("--manager", "apt", "--missing"));
        Assert.Equal("b-brew", await PackagesAsync("--manager", "brew", "--missing"));
    }

    [Theory]
    [InlineData(new string[0], "no verb was given")]
    [InlineData(new[] { "start" }, "'start' is not a verb")]
    [InlineData(new[] { "up", "--fast" }, "'--fast' is not an option of 'up'")]
    [InlineData(new[] { "stop", "--detach" }, "'--detach' is not an option of 'stop'")]
    [InlineData(new[] { "up", "--ports", "some" }, "--ports some: expected random or default.")]
    [InlineData(new[] { "up", "--port", "a.http" }, "--port a.http: expected RES.BINDING=N")]
    [InlineData(new[] { "up", "--port=a.http=x" }, "--port a.http=x: expected RES.BINDING=N")]
    [InlineData(new[] { "up", "--set", "a.X=1" }, "--set a.X=1: expected RES.env.NAME=VALUE.")]
    [InlineData(new[] { "up", "--run-dir" }, "--run-dir: a value was expected after it.")]
    public void A_command_line_that_makes_no_sense_is_explained(string[] arguments, string expected)
    {
        var error = Assert.Throws<ManifestException>(() => CommandLine.CommandLineOptions.Parse(arguments));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _workspace.Dispose();

    private HostProgram Start(string verb, params string[] arguments) =>
        HostProgram.Start([verb, .. arguments, "--run-dir", _workspace.RunFolder, "--manifest", _workspace.ManifestPath]);

    private async Task<string> PackagesAsync(params string[] arguments)
    {
        var (exitCode, output) = await HostProgram.RunAsync(["packages", "--manifest", _workspace.ManifestPath, .. arguments]);
        Assert.Equal(0, exitCode);
        return output.Trim();
    }
}
