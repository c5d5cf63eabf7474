using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Tta.AppHost;

/// <summary>Ports of the loopback interface that nobody listens on.</summary>
internal static class FreePort
{
    // Below the range that systems serve outgoing connections from: nobody takes such a port while its process is being restarted.
    private const int First = 15000;
    private const int Last = 29999;

    // What was given to somebody who does not listen yet.
    private static readonly ConcurrentDictionary<int, bool> Given = [];

    /// <summary>Whether nobody listens on it.</summary>
    /// <param name="port">The port.</param>
    public static bool Is(int port)
    {
        try
        {
            using var ipv4 = new TcpListener(IPAddress.Loopback, port);
            ipv4.Start();
            return PortHolder.Find(port) is not { } holder || holder.Pid == Environment.ProcessId;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>One that is free, that nobody expects anybody on, and that was not given before.</summary>
    public static int Any()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last + 1);
            if (Is(port) && Given.TryAdd(port, true))
            {
                return port;
            }
        }
    }
}
