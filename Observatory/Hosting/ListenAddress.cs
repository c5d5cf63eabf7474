using System.Net;

namespace Observatory.Hosting;

/// <summary>One loopback address with what is served there.</summary>
/// <param name="Address">127.0.0.1 or ::1.</param>
/// <param name="Port">The port; 0 for any free one.</param>
/// <param name="Roles">What is served there.</param>
/// <param name="Settings">The settings that named it, for error messages.</param>
internal sealed record ListenAddress(IPAddress Address, int Port, ListenerRoles Roles, string Settings)
{
    /// <summary>Where to bind.</summary>
    public IPEndPoint EndPoint => new(Address, Port);

    /// <summary>Reads <c>http://127.0.0.1:4318</c>.</summary>
    /// <exception cref="ConfigurationException">It is no such address, or none of this machine alone.</exception>
    public static ListenAddress Parse(string setting, string value, ListenerRoles role)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.AbsolutePath != "/" || uri.Query != "")
        {
            throw new ConfigurationException($"{setting}: '{value}' is not an address; write for example http://127.0.0.1:4318");
        }

        var address = uri.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(uri.Host.Trim('[', ']'), out var parsed) ? parsed : null;
        if (address is null || !IPAddress.IsLoopback(address))
        {
            throw new ConfigurationException($"{setting}: '{value}' is not on this machine alone; Observatory listens on 127.0.0.1 or [::1] only");
        }

        return new(address, uri.Port, role, setting);
    }
}
