using Microsoft.AspNetCore.Connections;

namespace Observatory.Hosting;

/// <summary>
/// Bounds the connections of one listener. When all places are taken, a new connection gets that of an idle one: first of those that
/// never asked anything, then of those that are idle for longest. Only when each of them is at work the new one is turned away. So nobody
/// keeps others out by holding on to connections.
/// </summary>
/// <param name="limit">Connections at most.</param>
/// <param name="time">The time.</param>
internal sealed class ConnectionSlots(int limit, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Slot> _taken = [];

    /// <summary>Connections now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _taken.Count;
            }
        }
    }

    /// <summary>Serves a connection, once there is a place for it.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (Take(connection) is not { } slot)
        {
            connection.Abort();
            return;
        }

        connection.Features.Set(slot);
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _taken.Remove(slot);
            }
        }
    }

    /// <summary>Notes that a request of a connection is at work while it is.</summary>
    public static async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        var slot = context.Features.Get<Slot>();
        slot?.Began();
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            slot?.Ended();
        }
    }

    private Slot? Take(ConnectionContext connection)
    {
        Slot? given = null;
        var slot = new Slot(connection, time);
        lock (_lock)
        {
            if (_taken.Count >= limit)
            {
                given = _taken.Where(s => s.IsIdle).MinBy(s => (s.HasAsked, s.LastAtWork));
                if (given is null)
                {
                    return null;
                }

                _taken.Remove(given);
            }

            _taken.Add(slot);
        }

        given?.Close();
        return slot;
    }

    private sealed class Slot(ConnectionContext connection, TimeProvider time)
    {
        private int _requests;
        private long _lastAtWork = time.GetTimestamp();

        public bool HasAsked { get; private set; }

        public bool IsIdle => Volatile.Read(ref _requests) == 0;

        public long LastAtWork => Volatile.Read(ref _lastAtWork);

        public void Began()
        {
            HasAsked = true;
            Interlocked.Increment(ref _requests);
        }

        public void Ended()
        {
            Volatile.Write(ref _lastAtWork, time.GetTimestamp());
            Interlocked.Decrement(ref _requests);
        }

        public void Close() => connection.Abort(new ConnectionAbortedException("its place is given to another connection"));
    }
}
