using System.Runtime.CompilerServices;
using Observatory.Traces.Model;
using ZstdSharp;

namespace Observatory.Traces.Columns;

/// <summary>
/// A block that was read: its entries, and its messages once they are asked for. An entry's <see cref="SpanEntry.Offset"/> is its row, its
/// <see cref="SpanEntry.Operation"/> the number that the block has for it, until <see cref="SetOperations"/>. Immutable after that, and so
/// thread-safe.
/// </summary>
internal sealed class SealedBlock
{
    private const int MaxSection = 1 << 30;

    [ThreadStatic]
    private static Decompressor? _decompressor;

    private readonly byte[] _values;
    private readonly int _valuesLength;
    private readonly int[] _operationOffsets;
    private readonly byte[] _index;
    private readonly Lazy<SealedMessages> _messages;

    private SealedBlock(byte[] index, byte[] compressedValues, int valuesLength)
    {
        (_index, _values, _valuesLength) = (index, compressedValues, valuesLength);
        var source = new ByteSource(index);
        Entries = new SpanEntry[source.Count(12)];
        var processes = DictionaryReader.Offsets(ref source);
        Processes = ReadProcesses(processes);
        _operationOffsets = DictionaryReader.Offsets(ref source);
        Operations = ReadOperations();
        (Starts, Ends) = (new ulong[Entries.Length], new ulong[Entries.Length]);
        Traces = ReadTraces(ref source);
        ReadRows(ref source);
        _messages = new(() => new(this, Decompress(_values, _valuesLength)));
    }

    /// <summary>The spans.</summary>
    public SpanEntry[] Entries { get; }

    /// <summary>The operations, by their number in the block.</summary>
    public BlockOperation[] Operations { get; }

    /// <summary>The resources and scopes.</summary>
    public StoredProcess[] Processes { get; }

    /// <summary>The traces, with the row of their first span and how many they have.</summary>
    public (UInt128 Trace, int Row, int Spans)[] Traces { get; }

    /// <summary>The start that each span says itself.</summary>
    public ulong[] Starts { get; }

    /// <summary>The end that each span says itself.</summary>
    public ulong[] Ends { get; }

    /// <summary>The messages.</summary>
    public SealedMessages Messages => _messages.Value;

    /// <summary>Bytes of memory that it takes, about.</summary>
    public int Bytes => (Entries.Length * (Unsafe.SizeOf<SpanEntry>() + 16)) + _index.Length + _values.Length + _valuesLength;

    /// <summary>Reads a block.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static SealedBlock Read(ReadOnlySpan<byte> payload)
    {
        var source = new ByteSource(payload);
        var indexLength = source.Index(MaxSection);
        var index = Decompress(source.Text(), indexLength);
        var valuesLength = source.Index(MaxSection);
        return new(index, source.Text().ToArray(), valuesLength);
    }

    /// <summary>Gives each entry the number that an operation has in the store.</summary>
    public void SetOperations(ReadOnlySpan<int> ids)
    {
        if (ids.Length < Operations.Length)
        {
            throw ByteSource.Damaged();
        }

        foreach (ref var entry in Entries.AsSpan())
        {
            entry.Operation = ids[entry.Operation];
        }
    }

    /// <summary>The name of the operation of a row.</summary>
    public ReadOnlySpan<byte> NameOf(int row) => Operations[OperationOf(row)].Name;

    /// <summary>The number that the block has for the operation of a row.</summary>
    public int OperationOf(int row) => RowOperations[row];

    private int[] RowOperations { get; set; } = [];

    private static byte[] Decompress(ReadOnlySpan<byte> compressed, int length)
    {
        var raw = GC.AllocateUninitializedArray<byte>(length);
        try
        {
            return (_decompressor ??= new()).Unwrap(compressed, raw) == length ? raw : throw ByteSource.Damaged();
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException($"a section of a part can't be decompressed: {e.Message}", e);
        }
    }

    private StoredProcess[] ReadProcesses(int[] offsets)
    {
        var processes = new StoredProcess[offsets.Length - 1];
        for (var i = 0; i < processes.Length; i++)
        {
            var bytes = _index.AsMemory(offsets[i], offsets[i + 1] - offsets[i]);
            var source = new ByteSource(bytes.Span);
            var resource = source.Text().Length;
            processes[i] = StoredProcess.Of(bytes.Slice(source.Position - resource, resource), bytes[source.Position..]);
        }

        return processes;
    }

    private BlockOperation[] ReadOperations()
    {
        var operations = new BlockOperation[_operationOffsets.Length - 1];
        for (var i = 0; i < operations.Length; i++)
        {
            var source = new ByteSource(_index.AsSpan(_operationOffsets[i], _operationOffsets[i + 1] - _operationOffsets[i]));
            operations[i] = BlockOperation.Read(ref source);
        }

        return operations;
    }

    private (UInt128 Trace, int Row, int Spans)[] ReadTraces(ref ByteSource source)
    {
        var traces = new (UInt128 Trace, int Row, int Spans)[source.Count(17)];
        var row = 0;
        for (var i = 0; i < traces.Length; i++)
        {
            var spans = source.Index(Entries.Length - row + 1);
            traces[i] = (0, row, spans);
            row += spans;
        }

        for (var i = 0; i < traces.Length; i++)
        {
            traces[i].Trace = BinaryPrimitives.ReadUInt128BigEndian(source.Bytes(16));
            Entries.AsSpan(traces[i].Row, traces[i].Spans).Fill(new() { TraceId = traces[i].Trace });
        }

        return row == Entries.Length ? traces : throw ByteSource.Damaged();
    }

    private void ReadRows(ref ByteSource source)
    {
        var entries = Entries.AsSpan();
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i].SpanId = BinaryPrimitives.ReadUInt64BigEndian(source.Bytes(8));
            entries[i].Offset = (uint)i;
        }

        ReadParents(ref source);
        ReadTimes(ref source);
        RowOperations = new int[entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i].Operation = RowOperations[i] = source.Index(Operations.Length);
            entries[i].Kind = Operations[entries[i].Operation].Kind;
        }

        for (var i = 0; i < entries.Length; i++)
        {
            entries[i].Process = source.Index(Processes.Length);
        }

        for (var i = 0; i < entries.Length; i++)
        {
            var status = source.Byte();
            entries[i].Status = status <= (byte)SpanStatus.Error ? (SpanStatus)status : throw ByteSource.Damaged();
        }
    }

    private void ReadParents(ref ByteSource source)
    {
        var entries = Entries.AsSpan();
        var codes = new ulong[entries.Length];
        foreach (ref var code in codes.AsSpan())
        {
            code = source.Varint();
        }

        foreach (var (_, first, spans) in Traces)
        {
            for (var i = first; i < first + spans; i++)
            {
                var row = i - ParentCode.RowsOf(codes[i]);
                entries[i].ParentId = codes[i] switch
                {
                    ParentCode.None => 0,
                    ParentCode.Elsewhere => BinaryPrimitives.ReadUInt64BigEndian(source.Bytes(8)),
                    _ => row >= first && row < first + spans ? entries[(int)row].SpanId : throw ByteSource.Damaged(),
                };
            }
        }
    }

    private void ReadTimes(ref ByteSource source)
    {
        var start = 0UL;
        for (var i = 0; i < Starts.Length; i++)
        {
            Starts[i] = start = unchecked(start + (ulong)source.Zigzag());
        }

        for (var i = 0; i < Starts.Length; i++)
        {
            var end = Ends[i] = unchecked(Starts[i] + (ulong)source.Zigzag());
            // As when the span came in: see SpanDecoder.
            ref var entry = ref Entries[i];
            entry.StartNanos = Starts[i] == 0 ? end : Starts[i];
            entry.DurationNanos = end > entry.StartNanos ? end - entry.StartNanos : 0;
        }
    }
}
