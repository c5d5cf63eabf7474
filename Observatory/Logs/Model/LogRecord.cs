namespace Observatory.Logs.Model;

/// <summary>
/// One log record as it lies in memory and on disk: a header of fixed size, then length-prefixed UTF-8. Reading it allocates nothing, so
/// that a search can pass over hundreds of thousands of them.
/// </summary>
internal readonly ref struct LogRecord
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Reads a record that <see cref="LogRecordWriter"/> wrote.</summary>
    public LogRecord(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        var fields = new LogFieldReader(bytes[LogLayout.Fields..]);
        Service = fields.Next();
        Instance = fields.Next();
        Scope = fields.Next();
        SeverityText = fields.Next();
        EventName = fields.Next();
        Body = fields.Next();
        Attributes = fields.Rest;
    }

    /// <summary>Nanoseconds since 1970 at which the record was received.</summary>
    public ulong ReceivedUnixNano => LogLayout.ReadUInt64(_bytes, LogLayout.Received);

    /// <summary>
    /// Nanoseconds since 1970 at which the event happened; when the sender does not say, when it was observed or received.
    /// </summary>
    public ulong TimeUnixNano => LogLayout.ReadUInt64(_bytes, LogLayout.Time);

    /// <summary>OTLP severity number, 0 to 24.</summary>
    public int Severity => _bytes[LogLayout.Severity];

    /// <summary>Whether something of the record was cut or left out.</summary>
    public bool Truncated => _bytes[LogLayout.Flags] != 0;

    /// <summary>The trace id's 16 bytes, all zero if there is none.</summary>
    public ReadOnlySpan<byte> TraceId => _bytes.Slice(LogLayout.TraceId, 16);

    /// <summary>The span id's 8 bytes, all zero if there is none.</summary>
    public ReadOnlySpan<byte> SpanId => _bytes.Slice(LogLayout.SpanId, 8);

    /// <summary><c>service.name</c>.</summary>
    public ReadOnlySpan<byte> Service { get; }

    /// <summary><c>service.instance.id</c>.</summary>
    public ReadOnlySpan<byte> Instance { get; }

    /// <summary>The logger's category.</summary>
    public ReadOnlySpan<byte> Scope { get; }

    /// <summary>The level in the sender's words.</summary>
    public ReadOnlySpan<byte> SeverityText { get; }

    /// <summary>The event's name.</summary>
    public ReadOnlySpan<byte> EventName { get; }

    /// <summary>The message.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Keys and values in turn, for a <see cref="LogFieldReader"/>.</summary>
    public ReadOnlySpan<byte> Attributes { get; }
}

/// <summary>Where things are in a stored log record. Little-endian.</summary>
internal static class LogLayout
{
    /// <summary>uint64.</summary>
    public const int Received = 0;

    /// <summary>uint64.</summary>
    public const int Time = 8;

    /// <summary>16 bytes.</summary>
    public const int TraceId = 16;

    /// <summary>8 bytes.</summary>
    public const int SpanId = 32;

    /// <summary>1 byte.</summary>
    public const int Severity = 40;

    /// <summary>1 byte: not 0 if something was cut.</summary>
    public const int Flags = 41;

    /// <summary>The fields, each a uint16 length and the UTF-8.</summary>
    public const int Fields = 42;

    /// <summary>Longest record; shorter than a field may be, so that every field fits its length prefix.</summary>
    public const int MaxRecord = 60 * 1024;

    /// <summary>Reads a number.</summary>
    public static ulong ReadUInt64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}

/// <summary>Reads the length-prefixed fields of a stored log record one after the other.</summary>
internal ref struct LogFieldReader(ReadOnlySpan<byte> fields)
{
    /// <summary>What was not read yet.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = fields;

    /// <summary>The next field.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such fields; only a damaged file can be the cause.</exception>
    public ReadOnlySpan<byte> Next()
    {
        if (Rest.Length < 2 || BinaryPrimitives.ReadUInt16LittleEndian(Rest) is var length && length > Rest.Length - 2)
        {
            throw new InvalidDataException("a stored log record is damaged");
        }

        var field = Rest.Slice(2, length);
        Rest = Rest[(2 + length)..];
        return field;
    }
}
