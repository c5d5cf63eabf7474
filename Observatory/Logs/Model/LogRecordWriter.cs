using System.Text.Unicode;

namespace Observatory.Logs.Model;

/// <summary>
/// Writes one record at a time into its own buffer. What does not fit <see cref="LogLayout.MaxRecord"/> is cut or left out. Not
/// thread-safe.
/// </summary>
internal sealed class LogRecordWriter
{
    private readonly byte[] _buffer = new byte[LogLayout.MaxRecord];
    private int _length;

    /// <summary>The record written since <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Begins a record.</summary>
    public void Begin(ulong receivedUnixNano, ulong timeUnixNano, int severity, ReadOnlySpan<byte> traceId, ReadOnlySpan<byte> spanId)
    {
        _length = LogLayout.Fields;
        _buffer.AsSpan(0, _length).Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(LogLayout.Received), receivedUnixNano);
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(LogLayout.Time), timeUnixNano);
        _buffer[LogLayout.Severity] = (byte)Math.Clamp(severity, 0, LogLevels.Max);
        if (traceId.Length == 16)
        {
            traceId.CopyTo(_buffer.AsSpan(LogLayout.TraceId));
        }

        if (spanId.Length == 8)
        {
            spanId.CopyTo(_buffer.AsSpan(LogLayout.SpanId));
        }
    }

    /// <summary>Says that something was left out.</summary>
    public void MarkTruncated() => _buffer[LogLayout.Flags] = 1;

    /// <summary>Adds a field, cut between characters if it is longer than <paramref name="max"/> bytes.</summary>
    public void Field(ReadOnlySpan<byte> utf8, int max)
    {
        if (!Utf8.IsValid(utf8))
        {
            utf8 = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8));
        }

        var room = Math.Max(0, Math.Min(max, LogLayout.MaxRecord - _length - Reserve));
        if (utf8.Length > room)
        {
            MarkTruncated();
            while (room > 0 && (utf8[room] & 0xC0) == 0x80)
            {
                room--;
            }

            utf8 = utf8[..room];
        }

        Write(utf8);
    }

    /// <summary>Adds an attribute, or leaves it out if the record is full.</summary>
    public void Attribute(string key, string value)
    {
        var bytes = Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value) + 4;
        if (_length + bytes > LogLayout.MaxRecord)
        {
            MarkTruncated();
            return;
        }

        Write(Encoding.UTF8.GetBytes(key));
        Write(Encoding.UTF8.GetBytes(value));
    }

    // The prefixes of all six fields always fit.
    private const int Reserve = 6 * 2;

    private void Write(ReadOnlySpan<byte> utf8)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(_length), (ushort)utf8.Length);
        utf8.CopyTo(_buffer.AsSpan(_length + 2));
        _length += 2 + utf8.Length;
    }
}
