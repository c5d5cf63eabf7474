using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Observatory.Hosting;

/// <summary>The open listeners. Connections carry their listener's roles, because the Host header is the client's word only.</summary>
internal sealed class Listeners(ObservatoryOptions options)
{
    /// <summary>Connections of one listener at most.</summary>
    public const int MaxConnections = 500;

    private readonly List<(ListenAddress Address, ListenOptions Options)> _listeners = [];

    /// <summary>The listeners with their real addresses; known once the host has started.</summary>
    public IEnumerable<(ListenAddress Address, Uri Uri)> Open => _listeners.Select(l => (l.Address, UriOf(l.Options.IPEndPoint!)));

    /// <summary>Opens every address on Kestrel.</summary>
    public void Configure(KestrelServerOptions kestrel)
    {
        foreach (var address in options.Listeners)
        {
            var slots = new ConnectionSlots(MaxConnections, TimeProvider.System);
            kestrel.Listen(address.EndPoint, listen =>
            {
                listen.Protocols = address.Roles == ListenerRoles.OtlpGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
                listen.Use(next => connection =>
                {
                    connection.Features.Set(address);
                    return slots.ServeAsync(connection, next);
                });
                _listeners.Add((address, listen));
            });
        }
    }

    /// <summary>The address on which <paramref name="role"/> really is served; known once the host has started.</summary>
    public Uri UriOf(ListenerRoles role) => Open.First(l => l.Address.Roles.HasFlag(role)).Uri;

    private static Uri UriOf(IPEndPoint end)
    {
        var host = end.Address.Equals(IPAddress.IPv6Loopback) ? "[::1]" : "127.0.0.1";
        return new(string.Create(CultureInfo.InvariantCulture, $"http://{host}:{end.Port}"));
    }
}
