namespace Observatory.Traces.Columns;

/// <summary>The second section of a block: what the messages of its spans are put together from. Thread-safe.</summary>
internal sealed class SealedMessages
{
    private readonly SealedBlock _block;
    private readonly SealedColumn[] _columns;
    private readonly Step[][] _shapes;
    private readonly int[] _rowShapes;

    /// <summary>Reads the shapes.</summary>
    public SealedMessages(SealedBlock block, byte[] section)
    {
        _block = block;
        var source = new ByteSource(section);
        var offsets = DictionaryReader.Offsets(ref source);
        _columns = new SealedColumn[source.Count(7)];
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i] = new(section, ref source);
        }

        _shapes = new Step[offsets.Length - 1][];
        for (var i = 0; i < _shapes.Length; i++)
        {
            _shapes[i] = ReadShape(section.AsSpan(offsets[i], offsets[i + 1] - offsets[i]), _columns.Length);
        }

        _rowShapes = new int[block.Entries.Length];
        foreach (ref var shape in _rowShapes.AsSpan())
        {
            shape = source.Index(_shapes.Length);
        }
    }

    /// <summary>Puts the messages of rows together.</summary>
    /// <param name="rows">Which rows, ascending.</param>
    /// <returns>Their messages one behind the other, and where each ends.</returns>
    public (byte[] Bytes, int[] Ends) Build(ReadOnlySpan<int> rows)
    {
        var columns = Array.ConvertAll(_columns, c => new SealedColumn(c));
        var sink = new ByteSink();
        var opened = new Stack<int>();
        var ends = new int[rows.Length];
        var built = 0;
        for (var row = 0; built < rows.Length; row++)
        {
            var shape = _shapes[_rowShapes[row]];
            if (row == rows[built])
            {
                Write(row, shape, columns, sink, opened);
                ends[built++] = sink.Length;
                continue;
            }

            foreach (var step in shape)
            {
                if (step.Kind == ShapeStep.Field)
                {
                    columns[step.Number].Skip();
                }
            }
        }

        return (sink.Detach(), ends);
    }

    private void Write(int row, Step[] shape, SealedColumn[] columns, ByteSink sink, Stack<int> opened)
    {
        foreach (var step in shape)
        {
            switch (step.Kind)
            {
                case ShapeStep.Field:
                    WriteField(columns[step.Number], _block.Starts[row], sink);
                    break;
                case ShapeStep.Known:
                    WriteKnown((KnownField)step.Number, row, sink);
                    break;
                case ShapeStep.Open:
                    sink.Varint((ulong)step.Number);
                    opened.Push(sink.Length);
                    break;
                default:
                    sink.InsertLength(opened.Pop());
                    break;
            }
        }
    }

    private static void WriteField(SealedColumn column, ulong start, ByteSink sink)
    {
        var name = column.Name;
        var number = 0UL;
        ReadOnlySpan<byte> bytes = default;
        if (name.Kind == ColumnKind.Number)
        {
            number = (ulong)column.Number();
        }
        else if (name.Kind == ColumnKind.Time)
        {
            number = unchecked(start + (ulong)column.Number());
        }
        else
        {
            bytes = column.Text();
        }

        if (name.Kind == ColumnKind.Whole)
        {
            sink.Bytes(bytes);
            return;
        }

        sink.Varint(name.Tag);
        if (name.ValueTag != 0)
        {
            var size = SizeOf(name.Kind, number, bytes) + 1;
            var value = 1 + ByteSink.SizeOf((ulong)size) + size;
            sink.Varint((ulong)(1 + ByteSink.SizeOf((ulong)name.Key.Length) + name.Key.Length + value));
            sink.Byte(SpanTags.Key);
            sink.Text(name.Key);
            sink.Byte(SpanTags.Value);
            sink.Varint((ulong)size);
            sink.Byte(name.ValueTag);
        }

        switch (name.Kind)
        {
            case ColumnKind.Number:
                sink.Varint(number);
                break;
            case ColumnKind.Time:
                sink.Word64(number);
                break;
            case ColumnKind.Text:
                sink.Text(bytes);
                break;
            default:
                sink.Bytes(bytes);
                break;
        }
    }

    private static int SizeOf(ColumnKind kind, ulong number, ReadOnlySpan<byte> bytes) => kind switch
    {
        ColumnKind.Number => ByteSink.SizeOf(number),
        ColumnKind.Text => ByteSink.SizeOf((ulong)bytes.Length) + bytes.Length,
        _ => bytes.Length,
    };

    private void WriteKnown(KnownField field, int row, ByteSink sink)
    {
        ref readonly var entry = ref _block.Entries[row];
        sink.Varint(SpanTags.Of(field));
        switch (field)
        {
            case KnownField.Trace:
                sink.Byte(16);
                sink.Id(entry.TraceId);
                break;
            case KnownField.Span:
                sink.Byte(8);
                sink.Id(entry.SpanId);
                break;
            case KnownField.Parent:
                sink.Byte(8);
                sink.Id(entry.ParentId);
                break;
            case KnownField.Name:
                sink.Text(_block.NameOf(row));
                break;
            case KnownField.Kind:
                sink.Varint((ulong)entry.Kind);
                break;
            case KnownField.Start:
                sink.Word64(_block.Starts[row]);
                break;
            case KnownField.End:
                sink.Word64(_block.Ends[row]);
                break;
            default:
                sink.Varint((ulong)entry.Status);
                break;
        }
    }

    private static Step[] ReadShape(ReadOnlySpan<byte> shape, int columns)
    {
        var steps = new List<Step>();
        var depth = 0;
        var source = new ByteSource(shape);
        while (source.Left > 0)
        {
            var kind = (ShapeStep)source.Byte();
            depth += kind switch { ShapeStep.Open => 1, ShapeStep.Close => -1, _ => 0 };
            steps.Add(new(kind, kind switch
            {
                ShapeStep.Field => source.Index(columns),
                ShapeStep.Known => source.Index((int)KnownField.Status + 1),
                ShapeStep.Open => source.Index(int.MaxValue),
                ShapeStep.Close when depth >= 0 => 0,
                _ => throw ByteSource.Damaged(),
            }));
        }

        return depth == 0 ? [.. steps] : throw ByteSource.Damaged();
    }

    private readonly record struct Step(ShapeStep Kind, int Number);
}
