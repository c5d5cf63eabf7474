namespace Observatory.Ingest.Requests;

/// <summary>A request's bytes in pooled memory that grows as they arrive: who only announces a large body holds nothing.</summary>
internal sealed class PooledBuffer(InFlightBudget budget, int limit) : IDisposable
{
    private const int FirstSize = 64 * 1024;

    private byte[] _bytes = [];
    private int _length;
    private int _taken;

    /// <summary>What was read so far; until this is disposed.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Free room, at least one byte, to read into.</summary>
    /// <exception cref="RequestRefusedException">The body is over its limit, or the budget for all requests is used up.</exception>
    public Memory<byte> Room()
    {
        // One byte over the limit is let in, to tell a body of just the limit from a longer one.
        if (_length > limit)
        {
            throw RequestRefusedException.TooLarge(limit);
        }

        if (_length == _bytes.Length)
        {
            Grow();
        }

        var room = _bytes.AsMemory(_length);
        return room.Length > limit + 1 - _length ? room[..(limit + 1 - _length)] : room;
    }

    /// <summary>Says how much of the room was used.</summary>
    public void Advance(int count) => _length += count;

    /// <summary>Makes a gap in what is written, to be overwritten.</summary>
    /// <exception cref="RequestRefusedException">As for <see cref="Room"/>.</exception>
    public void Insert(int position, int count)
    {
        if (count == 0)
        {
            return;
        }

        while (_bytes.Length - _length < count)
        {
            Grow();
        }

        _bytes.AsSpan(position, _length - position).CopyTo(_bytes.AsSpan(position + count));
        _length += count;
    }

    /// <summary>Replaces what is written.</summary>
    public void Overwrite(int position, ReadOnlySpan<byte> bytes) => bytes.CopyTo(_bytes.AsSpan(position, bytes.Length));

    /// <inheritdoc/>
    public void Dispose() => Release();

    private void Grow()
    {
        var wanted = Math.Max(FirstSize, _bytes.Length * 2);
        if (!budget.TryTake(wanted))
        {
            throw RequestRefusedException.Overloaded("too many requests are being read");
        }

        byte[] larger;
        try
        {
            larger = ArrayPool<byte>.Shared.Rent(wanted);
        }
        catch
        {
            budget.Return(wanted);
            throw;
        }

        _bytes.AsSpan(0, _length).CopyTo(larger);
        Release();
        _bytes = larger;
        _taken = wanted;
    }

    private void Release()
    {
        if (_bytes.Length > 0)
        {
            budget.Return(_taken);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }
}
