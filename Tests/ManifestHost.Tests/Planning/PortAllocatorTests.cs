using System.Net;
using System.Net.Sockets;
using ManifestHost.Manifest;
using ManifestHost.Planning;
using ManifestHost.Tests.Support;

namespace ManifestHost.Tests.Planning;

public sealed class PortAllocatorTests : IDisposable
{
    private readonly Workspace _workspace = new();
    private readonly TcpListener _occupied = new(IPAddress.Loopback, 0);

    public PortAllocatorTests() => _occupied.Start();

    private int TakenPort => ((IPEndPoint)_occupied.LocalEndpoint).Port;

    [Fact]
    public void The_well_known_port_is_used_when_it_is_free()
    {
        var port = FreePort();
        using var ports = Allocate(PortSelection.WellKnown, App("a", $"\"targetPort\": {port}"));

        Assert.Equal(port, ports.PortOf("a", "http"));
        Assert.Empty(ports.NotesFor("a"));
    }

    [Fact]
    public void An_explicit_port_wins_over_the_target_port()
    {
        var port = FreePort();
        using var ports = Allocate(PortSelection.WellKnown, App("a", $"\"targetPort\": 80, \"port\": {port}"));

        Assert.Equal(port, ports.PortOf("a", "http"));
    }

    [Fact]
    public void A_well_known_port_that_is_taken_gives_way_to_a_free_one_and_a_note_names_the_holder()
    {
        using var ports = Allocate(PortSelection.WellKnown, App("a", $"\"targetPort\": {TakenPort}"));

        var note = Assert.Single(ports.NotesFor("a"));
        Assert.NotEqual(TakenPort, ports.PortOf("a", "http"));
        Assert.StartsWith($"port {TakenPort} is taken by ", note, StringComparison.Ordinal);
        Assert.Contains($"(pid {Environment.ProcessId}); using {ports.PortOf("a", "http")}", note, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_bindings_with_the_same_well_known_port_get_different_ports()
    {
        var port = FreePort();
        using var ports = Allocate(PortSelection.WellKnown, App("a", $"\"targetPort\": {port}"), App("b", $"\"targetPort\": {port}"));

        Assert.Equal(port, ports.PortOf("a", "http"));
        Assert.Equal($"port {port} is taken by a.http; using {ports.PortOf("b", "http")}", Assert.Single(ports.NotesFor("b")));
    }

    [Fact]
    public void Random_ports_are_none_of_the_well_known_ones_and_all_different()
    {
        var wellKnown = Enumerable.Range(0, 60).Select(_ => FreePort()).Distinct().ToList();
        using var ports = Allocate(PortSelection.Random, [.. wellKnown.Select((port, i) => App($"r{i}", $"\"targetPort\": {port}"))]);

        var given = wellKnown.Select((_, i) => ports.PortOf($"r{i}", "http")).ToList();
        Assert.Equal(given.Count, given.Distinct().Count());
        Assert.Empty(given.Intersect(wellKnown));
    }

    [Fact]
    public void A_binding_without_a_well_known_port_gets_a_free_one()
    {
        using var ports = Allocate(PortSelection.WellKnown, App("a", ""));

        Assert.InRange(ports.PortOf("a", "http"), 1024, 65535);
        Assert.Empty(ports.NotesFor("a"));
    }

    [Fact]
    public void A_port_stays_taken_until_it_is_released()
    {
        using var ports = Allocate(PortSelection.Random, App("a", ""));
        var port = ports.PortOf("a", "http");

        Assert.Null(PortReservation.TryTake(port, udp: false));
        ports.Release("a");
        using var taken = PortReservation.TryTake(port, udp: false);
        Assert.NotNull(taken);
    }

    [Fact]
    public void A_port_that_was_asked_for_is_used()
    {
        var port = FreePort();
        using var ports = AllocateAsked(PortSelection.Random, new() { ["a.http"] = port }, App("a", "\"targetPort\": 80"));

        Assert.Equal(port, ports.PortOf("a", "http"));
    }

    [Fact]
    public void A_port_that_was_asked_for_and_is_taken_is_an_error_that_names_port_and_holder()
    {
        var error = Assert.Throws<ManifestException>(
            () => AllocateAsked(PortSelection.WellKnown, new() { ["a.http"] = TakenPort }, App("a", "\"targetPort\": 80")));

        Assert.StartsWith($"--port a.http={TakenPort}: port {TakenPort} is in use by ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"(pid {Environment.ProcessId})", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_asked_for_a_provided_binding_goes_to_the_provider()
    {
        var port = FreePort();
        _workspace.Manifest(App("a", ""), "\"c\": { \"type\": \"container.v0\", \"bindings\": { \"ui\": {} } }")
            .Overlay("\"c\": { \"providedBy\": \"a\", \"bindings\": { \"ui\": \"http\" } }");
        var model = StackModel.Load(_workspace.ManifestPath, _workspace.OverlayPath);
        using var ports = PortAllocator.Allocate(model, PortSelection.Random, new Dictionary<string, int> { ["c.ui"] = port });

        Assert.Equal(port, ports.PortOf("a", "http"));
    }

    [Theory]
    [InlineData("x.http", 5000, "there is no resource 'x'; known are a")]
    [InlineData("a.tcp", 5000, "'a' has no binding 'tcp' here; it has http")]
    [InlineData("a", 5000, "expected resource.binding=port")]
    [InlineData("a.http", 0, "with a port from 1 to 65535")]
    public void A_port_asked_for_what_is_not_there_is_an_error(string name, int port, string expected)
    {
        var error = Assert.Throws<ManifestException>(() => AllocateAsked(PortSelection.Random, new() { [name] = port }, App("a", "")));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_port_asked_for_twice_is_an_error()
    {
        var port = FreePort();
        var error = Assert.Throws<ManifestException>(
            () => AllocateAsked(PortSelection.Random, new() { ["a.http"] = port, ["b.http"] = port }, App("a", ""), App("b", "")));

        Assert.Contains($"--port a.http={port} asks for the same", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_an_error_no_port_is_held()
    {
        var port = FreePort();
        Assert.Throws<ManifestException>(() => AllocateAsked(PortSelection.Random, new() { ["a.http"] = port, ["x.http"] = 1 }, App("a", "")));

        using var taken = PortReservation.TryTake(port, udp: false);
        Assert.NotNull(taken);
    }

    public void Dispose()
    {
        _occupied.Dispose();
        _workspace.Dispose();
    }

    private static string App(string name, string binding) =>
        "\"" + name + "\": { \"type\": \"executable.v0\", \"command\": \"sh\", \"bindings\": { \"http\": { \"scheme\": \"http\"" + (binding.Length > 0 ? ", " : "") + binding + " } } }";

    private static int FreePort()
    {
        using var reservation = PortReservation.TryTake(0, udp: false);
        return reservation!.Port;
    }

    private PortAllocator Allocate(PortSelection selection, params string[] resources) => AllocateAsked(selection, [], resources);

    private PortAllocator AllocateAsked(PortSelection selection, Dictionary<string, int> asked, params string[] resources) =>
        PortAllocator.Allocate(StackModel.Load(_workspace.Manifest(resources).ManifestPath, null), selection, asked);
}
