using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Observatory.Hosting;

/// <summary>The open listeners. Connections carry their listener's roles, because the Host header is the client's word only.</summary>
internal sealed class Listeners(ObservatoryOptions options)
{
    private readonly List<(ListenAddress Address, ListenOptions Open)> _listeners = [];

    /// <summary>Opens every address on Kestrel.</summary>
    public void Configure(KestrelServerOptions kestrel)
    {
        foreach (var address in options.Listeners)
        {
            kestrel.Listen(address.EndPoint, listen =>
            {
                listen.Protocols = address.Roles == ListenerRoles.OtlpGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
                listen.Use(next => connection =>
                {
                    connection.Features.Set(address);
                    return next(connection);
                });
                _listeners.Add((address, listen));
            });
        }
    }

    /// <summary>The address on which <paramref name="role"/> really is served; known once the host has started.</summary>
    public Uri UriOf(ListenerRoles role)
    {
        var end = _listeners.First(l => l.Address.Roles.HasFlag(role)).Open.IPEndPoint!;
        var host = end.Address.Equals(IPAddress.IPv6Loopback) ? "[::1]" : "127.0.0.1";
        return new(string.Create(CultureInfo.InvariantCulture, $"http://{host}:{end.Port}"));
    }
}
