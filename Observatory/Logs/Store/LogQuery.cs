using Observatory.Logs.Model;

namespace Observatory.Logs.Store;

/// <summary>What a reader of the log asks for. Everything left out matches everything.</summary>
internal sealed class LogQuery
{
    private readonly byte[]? _service;
    private readonly SearchValues<string>? _text;

    /// <summary>Only records of this service.</summary>
    public string? Service
    {
        get;
        init
        {
            field = value;
            _service = value is null ? null : Encoding.UTF8.GetBytes(value);
        }
    }

    /// <summary>Only records of this trace: its 16 bytes.</summary>
    public byte[]? TraceId { get; init; }

    /// <summary>Only records of at least this severity.</summary>
    public int MinSeverity { get; init; }

    /// <summary>Only records with this text, in any case, in the body or the value of an attribute.</summary>
    public string? Text
    {
        get;
        init
        {
            field = value;
            _text = value is null ? null : SearchValues.Create([value], StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Only records from this time on, in nanoseconds since 1970.</summary>
    public ulong StartUnixNano { get; init; }

    /// <summary>Only records before this time, in nanoseconds since 1970.</summary>
    public ulong EndUnixNano { get; init; } = ulong.MaxValue;

    /// <summary>Only records that this lets pass, asked last.</summary>
    public LogFilter? Filter { get; init; }

    /// <summary>Most records to give.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Whether a record is asked for.</summary>
    public bool Matches(ReadOnlySpan<byte> bytes)
    {
        if (bytes[LogLayout.Severity] < MinSeverity || LogLayout.ReadUInt64(bytes, LogLayout.Time) is var time && (time < StartUnixNano || time >= EndUnixNano) ||
            (TraceId is not null && !bytes.Slice(LogLayout.TraceId, 16).SequenceEqual(TraceId)))
        {
            return false;
        }

        if (_service is null && _text is null && Filter is null)
        {
            return true;
        }

        var record = new LogRecord(bytes);
        return (_service is null || record.Service.SequenceEqual(_service)) && (_text is null || HasText(record)) && (Filter is null || Filter(record));
    }

    private bool HasText(LogRecord record)
    {
        if (Contains(record.Body))
        {
            return true;
        }

        var attributes = new LogFieldReader(record.Attributes);
        while (attributes.Rest.Length > 0)
        {
            attributes.Next();
            if (Contains(attributes.Next()))
            {
                return true;
            }
        }

        return false;
    }

    private bool Contains(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < Text!.Length)
        {
            return false; // A character is at least one byte.
        }

        var characters = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            var length = Encoding.UTF8.GetChars(utf8, characters);
            return characters.AsSpan(0, length).ContainsAny(_text!);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }
}

/// <summary>Decides whether a record is asked for.</summary>
internal delegate bool LogFilter(LogRecord record);
