namespace Observatory.SpanMetrics;

/// <summary>A call of which one side is known so far. Used again and again, see <see cref="WaitingEdges"/>.</summary>
internal sealed class Edge
{
    /// <summary>What its two spans have in common.</summary>
    public EdgeKey Key { get; set; }

    /// <summary>The calling service, once its span came.</summary>
    public byte[]? Client { get; set; }

    /// <summary>The called service, once its span came, or the database.</summary>
    public byte[]? Server { get; set; }

    /// <summary>Whom the caller says it called; stands for a service that sends no spans.</summary>
    public byte[]? Peer { get; set; }

    /// <summary>How long it took the caller, in nanoseconds.</summary>
    public ulong ClientNanos { get; set; }

    /// <summary>How long it took the called one, in nanoseconds.</summary>
    public ulong ServerNanos { get; set; }

    /// <summary>Whether either span says so.</summary>
    public bool Failed { get; set; }

    /// <summary>How they are connected.</summary>
    public ConnectionType Type { get; set; }

    /// <summary>Monotonic time at which its first span came.</summary>
    public long Began { get; set; }

    /// <summary>The edge that came before.</summary>
    public Edge? Older { get; set; }

    /// <summary>The edge that came after.</summary>
    public Edge? Newer { get; set; }

    /// <summary>Whether both sides are known.</summary>
    public bool IsComplete => Client is not null && Server is not null;

    /// <summary>Makes it ready for another call.</summary>
    public void Clear()
    {
        (Key, Client, Server, Peer) = (default, null, null, null);
        (ClientNanos, ServerNanos, Failed, Type, Began) = (0, 0, false, ConnectionType.Call, 0);
        (Older, Newer) = (null, null);
    }
}
