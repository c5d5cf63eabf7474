namespace Observatory.Storage;

/// <summary>
/// Reads a segment's frames from its start. A damaged frame is passed over: the next place is looked for where a whole one begins. What
/// is read to check frames is bounded by a multiple of the file, whatever is in it.
/// </summary>
internal sealed class SegmentScanner(SegmentFile segment)
{
    private const int SearchWindow = 64 * 1024;
    private const int MaxReadings = 4;
    private byte[] _payload = [];
    private byte[]? _window;
    private long _position;

    /// <summary>Bytes passed over because they were damaged.</summary>
    public long Damaged { get; private set; }

    /// <summary>Bytes read to check frames, whether they were whole or not.</summary>
    public long Checked { get; private set; }

    /// <summary>Where the last whole frame ends.</summary>
    public long End { get; private set; }

    /// <summary>Begins.</summary>
    /// <returns>False when the file is no segment.</returns>
    public bool Begin()
    {
        _position = End = segment.Beginning;
        return segment.Beginning > 0;
    }

    /// <summary>Reads the next whole frame.</summary>
    public bool Next(out SegmentFrame frame)
    {
        var from = _position;
        while (_position < segment.Length)
        {
            if (TryFrame(_position, out frame))
            {
                Damaged += _position - from;
                _position = frame.PayloadOffset + frame.Payload.Length;
                End = _position;
                return true;
            }

            _position = segment.IsKeyed && Checked <= MaxReadings * segment.Length ? FindMagic(_position + 1) : segment.Length;
        }

        Damaged += segment.Length - from;
        frame = default;
        return false;
    }

    private bool TryFrame(long at, out SegmentFrame frame)
    {
        frame = default;
        Span<byte> header = stackalloc byte[FrameFormat.Header];
        if (at + header.Length > segment.Length || !segment.TryRead(at, header) || BinaryPrimitives.ReadUInt32LittleEndian(header) != segment.Key.Magic)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        if (length > FrameFormat.MaxPayload || at + header.Length + length > segment.Length)
        {
            return false;
        }

        // The checksum covers the header's end and the payload, so they are read into one piece.
        const int covered = FrameFormat.Header - 12;
        if (_payload.Length < length + covered)
        {
            _payload = GC.AllocateUninitializedArray<byte>(Math.Max((int)length + covered, 512 * 1024));
        }

        var checkedBytes = _payload.AsSpan(0, (int)length + covered);
        Checked += checkedBytes.Length;
        if (!segment.TryRead(at + 12, checkedBytes) || FrameFormat.Checksum(checkedBytes, segment.Key) != BinaryPrimitives.ReadUInt32LittleEndian(header[8..]))
        {
            return false;
        }

        var arrival = BinaryPrimitives.ReadInt64LittleEndian(header[12..]);
        frame = new(at + header.Length, DateTimeOffset.FromUnixTimeMilliseconds(arrival), _payload.AsMemory(covered, (int)length));
        return true;
    }

    private long FindMagic(long from)
    {
        var window = _window ??= new byte[SearchWindow];
        Span<byte> magic = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(magic, segment.Key.Magic);
        while (from + magic.Length <= segment.Length)
        {
            var bytes = window.AsSpan(0, (int)Math.Min(window.Length, segment.Length - from));
            if (!segment.TryRead(from, bytes))
            {
                break;
            }

            var index = bytes.IndexOf(magic);
            if (index >= 0)
            {
                return from + index;
            }

            from += Math.Max(1, bytes.Length - magic.Length + 1);
        }

        return segment.Length;
    }
}
