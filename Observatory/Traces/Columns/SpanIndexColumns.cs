using Observatory.Traces.Model;

namespace Observatory.Traces.Columns;

/// <summary>
/// What is asked of spans before their messages are read: ids, times, operation, process, status. The first section of a block.
/// </summary>
internal sealed class SpanIndexColumns
{
    private readonly List<Row> _rows = [];
    private readonly List<(UInt128 Trace, int Spans)> _traces = [];
    private readonly ByteDictionary _processes = new();
    private readonly ByteDictionary _operations = new();
    private readonly List<int> _operationSpans = [];
    private readonly Dictionary<ulong, int> _rowOfSpan = [];
    private readonly ByteSink _sink = new();
    private readonly ByteSink _scratch = new();

    /// <summary>Spans that were added.</summary>
    public int Count => _rows.Count;

    /// <summary>The traces with how many of their spans are in the block.</summary>
    public IReadOnlyList<(UInt128 Trace, int Spans)> Traces => _traces;

    /// <summary>The earliest start, in nanoseconds since 1970.</summary>
    public ulong MinStart { get; private set; }

    /// <summary>The latest start.</summary>
    public ulong MaxStart { get; private set; }

    /// <summary>The longest duration.</summary>
    public ulong MaxDuration { get; private set; }

    /// <summary>How many operations the spans are of.</summary>
    public int Operations => _operations.Count;

    /// <summary>An operation, with how many spans of the block are of it.</summary>
    public (BlockOperation Operation, int Spans) Operation(int index)
    {
        var source = new ByteSource(_operations[index]);
        return (BlockOperation.Read(ref source), _operationSpans[index]);
    }

    /// <summary>Begins another block.</summary>
    public void Clear()
    {
        _rows.Clear();
        _traces.Clear();
        _processes.Clear();
        _operations.Clear();
        _operationSpans.Clear();
        (MinStart, MaxStart, MaxDuration) = (ulong.MaxValue, 0, 0);
    }

    /// <summary>Adds a span.</summary>
    public void Add(
        in SpanEntry entry, ulong start, ulong end, ReadOnlySpan<byte> name, in ProcessBytes process, ReadOnlySpan<byte> service, BlockTags tags)
    {
        _scratch.Clear();
        _scratch.Text(process.Resource.Span);
        _scratch.Bytes(process.Scope.Span);
        var processNumber = _processes.Add(_scratch.Written, out var isNew);
        if (isNew)
        {
            tags.AddProcess(process);
        }

        _scratch.Clear();
        BlockOperation.Write(_scratch, service, entry.Kind, name);
        var operation = _operations.Add(_scratch.Written, out isNew);
        if (isNew)
        {
            _operationSpans.Add(0);
        }

        _operationSpans[operation]++;
        tags.AddSpan(entry);
        if (_traces.Count > 0 && _traces[^1].Trace == entry.TraceId)
        {
            _traces[^1] = (entry.TraceId, _traces[^1].Spans + 1);
        }
        else
        {
            _traces.Add((entry.TraceId, 1));
        }

        (MinStart, MaxStart) = (Math.Min(MinStart, entry.StartNanos), Math.Max(MaxStart, entry.StartNanos));
        MaxDuration = Math.Max(MaxDuration, entry.DurationNanos);
        _rows.Add(new(entry.SpanId, entry.ParentId, start, end, operation, processNumber, entry.Status));
    }

    /// <summary>The section; valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode()
    {
        _sink.Clear();
        _sink.Varint((ulong)_rows.Count);
        _processes.WriteTo(_sink);
        _operations.WriteTo(_sink);
        _sink.Varint((ulong)_traces.Count);
        foreach (var (_, spans) in _traces)
        {
            _sink.Varint((ulong)spans);
        }

        foreach (var (trace, _) in _traces)
        {
            _sink.Id(trace);
        }

        foreach (var row in _rows)
        {
            _sink.Id(row.Span);
        }

        EncodeParents();
        EncodeTimes();
        foreach (var row in _rows)
        {
            _sink.Varint((ulong)row.Operation);
        }

        foreach (var row in _rows)
        {
            _sink.Varint((ulong)row.Process);
        }

        foreach (var row in _rows)
        {
            _sink.Byte((byte)row.Status);
        }

        return _sink.Written;
    }

    /// <summary>A parent in the same trace and block by how many rows it is away; another by its id, behind all of them.</summary>
    private void EncodeParents()
    {
        _scratch.Clear();
        var first = 0;
        foreach (var (_, spans) in _traces)
        {
            _rowOfSpan.Clear();
            for (var i = first; i < first + spans; i++)
            {
                _rowOfSpan.TryAdd(_rows[i].Span, i);
            }

            for (var i = first; i < first + spans; i++)
            {
                var parent = _rows[i].Parent;
                if (parent != 0 && _rowOfSpan.TryGetValue(parent, out var row))
                {
                    _sink.Varint((ulong)ParentCode.OfRow(i - row));
                }
                else
                {
                    _sink.Varint((ulong)(parent == 0 ? ParentCode.None : ParentCode.Elsewhere));
                    if (parent != 0)
                    {
                        _scratch.Id(parent);
                    }
                }
            }

            first += spans;
        }

        _sink.Bytes(_scratch.Written);
    }

    private void EncodeTimes()
    {
        var before = 0UL;
        foreach (var row in _rows)
        {
            _sink.Zigzag(unchecked((long)(row.Start - before)));
            before = row.Start;
        }

        foreach (var row in _rows)
        {
            _sink.Zigzag(unchecked((long)(row.End - row.Start)));
        }
    }

    private readonly record struct Row(ulong Span, ulong Parent, ulong Start, ulong End, int Operation, int Process, SpanStatus Status);
}

/// <summary>How a span's parent is written.</summary>
internal static class ParentCode
{
    public const int None = 0;
    public const int Elsewhere = 1;

    /// <summary>The code of a parent that is so many rows before.</summary>
    public static long OfRow(int rows) => 2 + ((rows << 1) ^ (rows >> 31));

    /// <summary>How many rows before a span its parent is.</summary>
    public static long RowsOf(ulong code) => (long)((code - 2) >> 1) ^ -(long)((code - 2) & 1);
}

/// <summary>An operation of a block.</summary>
/// <param name="Service">Its service, as much of the name as is told apart.</param>
/// <param name="Kind">The kind of its spans.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct BlockOperation(byte[] Service, SpanKind Kind, byte[] Name)
{
    /// <summary>Bytes of a service's name by which it is told apart.</summary>
    public const int MaxServiceBytes = 1000;

    /// <summary>Writes one.</summary>
    public static void Write(ByteSink sink, ReadOnlySpan<byte> service, SpanKind kind, ReadOnlySpan<byte> name)
    {
        sink.Text(service.Length > MaxServiceBytes ? service[..MaxServiceBytes] : service);
        sink.Byte((byte)kind);
        sink.Text(name);
    }

    /// <summary>Reads one.</summary>
    public static BlockOperation Read(ref ByteSource source)
    {
        var service = source.Text().ToArray();
        var kind = source.Byte();
        return kind > (byte)SpanKind.Consumer ? throw ByteSource.Damaged() : new(service, (SpanKind)kind, source.Text().ToArray());
    }
}
