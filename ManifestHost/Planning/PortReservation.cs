using System.Net;
using System.Net.Sockets;

namespace ManifestHost.Planning;

/// <summary>A port that is kept for a binding by listening on it, until the process that wants it is about to start.</summary>
internal sealed class PortReservation : IDisposable
{
    private Socket? _socket;

    private PortReservation(int port, Socket socket)
    {
        Port = port;
        _socket = socket;
    }

    public int Port { get; }

    /// <summary>Why it is not the well-known port; <see langword="null"/> when there is nothing to tell.</summary>
    public string? Note { get; set; }

    /// <summary>Takes a port on the loopback interface.</summary>
    /// <returns><see langword="null"/> when somebody has it.</returns>
    /// <exception cref="SocketException">The port may not be used by this user.</exception>
    public static PortReservation? TryTake(int port, bool udp)
    {
        var socket = udp
            ? new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            if (!udp)
            {
                // Two bound sockets may share a port; two listening ones may not.
                socket.Listen(1);
            }

            return new PortReservation(((IPEndPoint)socket.LocalEndPoint!).Port, socket);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Lets go of the port, for the process to take.</summary>
    public void Release() => Interlocked.Exchange(ref _socket, null)?.Dispose();

    /// <inheritdoc/>
    public void Dispose() => Release();
}
