using Observatory.Otlp;
using Observatory.Traces.Model;
using ZstdSharp;

namespace Observatory.Traces.Columns;

/// <summary>
/// Encodes spans, those of a trace one behind the other, as one block that holds all that is needed to read them. Not thread-safe; used for
/// one block after the other.
/// </summary>
internal sealed class SpanBlockEncoder : IDisposable
{
    /// <summary>A block of so many spans is full.</summary>
    public const int Rows = 4096;

    /// <summary>A block of so many bytes of messages is full.</summary>
    public const int MaxMessageBytes = 4 * 1024 * 1024;

    // Of the levels measured the one behind which a higher one wins little and costs much.
    private const int Level = 3;

    private readonly ColumnSet _columns = new();
    private readonly SpanShredder _shredder;
    private readonly SpanIndexColumns _index = new();
    private readonly ByteDictionary _shapes = new();
    private readonly ByteSink _rowShapes = new();
    private readonly ByteSink _values = new();
    private readonly ByteSink _payload = new();
    private readonly BlockTags _tags = new();
    private readonly Compressor _compressor = new(Level);
    private byte[] _compressed = [];

    /// <summary>Makes an encoder.</summary>
    public SpanBlockEncoder() => _shredder = new(_columns);

    /// <summary>What the index of the block says; valid until <see cref="Begin"/>.</summary>
    public SpanIndexColumns Index => _index;

    /// <summary>The hashes of all tags, and of all spans; valid until <see cref="Begin"/>.</summary>
    public BlockTags Tags => _tags;

    /// <summary>Begins another block.</summary>
    public void Begin()
    {
        _columns.Clear();
        _index.Clear();
        _shapes.Clear();
        _rowShapes.Clear();
        _tags.Clear();
    }

    /// <summary>Adds a span.</summary>
    /// <param name="entry">What the index knows of it.</param>
    /// <param name="message">Its message.</param>
    /// <param name="process">The Resource and InstrumentationScope messages.</param>
    /// <param name="service">The name of its service.</param>
    /// <param name="keepWhole">Whether the message is not taken apart.</param>
    public void Add(in SpanEntry entry, ReadOnlySpan<byte> message, in ProcessBytes process, ReadOnlySpan<byte> service, bool keepWhole = false)
    {
        if (!keepWhole && _shredder.TryShred(message, entry))
        {
            AddShape(message);
            var (offset, length) = _shredder.Name;
            _index.Add(entry, _shredder.Start, _shredder.End, message.Slice(offset, length), process, service, _tags);
            if (_shredder.HasWhole)
            {
                _tags.AddMessage(message);
            }
        }
        else
        {
            AddWhole(message);
            _index.Add(entry, entry.StartNanos, entry.EndNanos, RepeatedField.Last(message, 5), process, service, _tags);
            _tags.AddMessage(message);
        }
    }

    /// <summary>The bytes of the block; valid after <see cref="End"/>.</summary>
    public ReadOnlySpan<byte> Payload => _payload.Written;

    /// <summary>Ends the block.</summary>
    public void End()
    {
        var index = _index.Encode();
        _values.Clear();
        _shapes.WriteTo(_values);
        _columns.WriteTo(_values);
        _values.Bytes(_rowShapes.Written);
        _payload.Clear();
        AddSection(index);
        AddSection(_values.Written);
    }

    /// <inheritdoc/>
    public void Dispose() => _compressor.Dispose();

    private void AddShape(ReadOnlySpan<byte> message)
    {
        _rowShapes.Varint((ulong)_shapes.Add(_shredder.Shape, out _));
        foreach (var value in _shredder.Values)
        {
            var column = _columns[value.Column];
            var name = column.Name;
            var bytes = message.Slice(value.Offset, value.Length);
            switch (name.Kind)
            {
                case ColumnKind.Number:
                    column.Add(value.Number);
                    _tags.AddNumber(column, value.Number);
                    break;
                case ColumnKind.Time:
                    column.AddTime(BinaryPrimitives.ReadUInt64LittleEndian(bytes), _shredder.Start);
                    break;
                default:
                    if (column.Add(bytes))
                    {
                        _tags.AddText(column, bytes);
                    }

                    break;
            }
        }
    }

    private void AddWhole(ReadOnlySpan<byte> message)
    {
        var number = _columns.Find(ColumnKind.Whole, MessageKind.Span, 0);
        _values.Clear();
        _values.Byte((byte)ShapeStep.Field);
        _values.Varint((ulong)number);
        _rowShapes.Varint((ulong)_shapes.Add(_values.Written, out _));
        _columns[number].Add(message);
    }

    private void AddSection(ReadOnlySpan<byte> raw)
    {
        var bound = Compressor.GetCompressBound(raw.Length);
        if (_compressed.Length < bound)
        {
            _compressed = GC.AllocateUninitializedArray<byte>(bound);
        }

        var length = _compressor.Wrap(raw, _compressed);
        _payload.Varint((ulong)raw.Length);
        _payload.Text(_compressed.AsSpan(0, length));
    }
}

/// <summary>A resource and a scope.</summary>
/// <param name="Resource">The Resource message.</param>
/// <param name="Scope">The InstrumentationScope message.</param>
internal readonly record struct ProcessBytes(ReadOnlyMemory<byte> Resource, ReadOnlyMemory<byte> Scope);
