using System.Net;
using System.Net.Sockets;

namespace Tta.AppHost.Tests;

public sealed class TakenPortTests
{
    [Fact]
    public void A_port_that_somebody_has_is_left_to_them_and_who_it_is_is_said()
    {
        using var somebody = new TcpListener(IPAddress.Loopback, 0);
        somebody.Start();
        var taken = ((IPEndPoint)somebody.LocalEndpoint).Port;
        var builder = DistributedApplication.CreateBuilder();
        var resource = builder.AddExecutable("something", "true", ".").WithHttpEndpoint(port: taken, targetPort: taken, isProxied: false);

        var notes = builder.MoveFromTakenPorts().ToList();

        var endpoint = Assert.Single(resource.Resource.Annotations.OfType<EndpointAnnotation>());
        Assert.NotEqual(taken, endpoint.Port);
        Assert.Equal(endpoint.Port, endpoint.TargetPort);
        Assert.Equal(
            $"something (http) is at port {endpoint.Port}: {taken} is taken by {PortHolder.Describe(PortHolder.Find(taken))}.", Assert.Single(notes));
        Assert.Contains($"(pid {Environment.ProcessId})", notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_nobody_has_stays()
    {
        var free = FreePort.Any();
        var builder = DistributedApplication.CreateBuilder();
        var resource = builder.AddExecutable("something", "true", ".").WithHttpEndpoint(port: free, targetPort: free, isProxied: false);

        Assert.Empty(builder.MoveFromTakenPorts());
        Assert.Equal(free, Assert.Single(resource.Resource.Annotations.OfType<EndpointAnnotation>()).Port);
    }
}
