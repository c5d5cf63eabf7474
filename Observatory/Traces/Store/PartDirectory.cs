using Observatory.Traces.Columns;
using Observatory.Traces.Model;

namespace Observatory.Traces.Store;

/// <summary>What is kept in memory of a sealed part: what is in it, and where.</summary>
internal sealed class PartDirectory
{
    /// <summary>The first of the segments that it was made of.</summary>
    public required long FirstId { get; init; }

    /// <summary>The last of them.</summary>
    public required long LastId { get; init; }

    /// <summary>When the first span arrived.</summary>
    public required DateTimeOffset FirstArrival { get; init; }

    /// <summary>When the last span arrived.</summary>
    public required DateTimeOffset LastArrival { get; init; }

    /// <summary>Spans.</summary>
    public required int Spans { get; init; }

    /// <summary>Traces.</summary>
    public required int Traces { get; init; }

    /// <summary>What trace ids are hashed with.</summary>
    public required ulong Key { get; init; }

    /// <summary>The operations with how many spans each has. A name too long to be told apart is left out.</summary>
    public required IReadOnlyList<(PartOperation Operation, int Spans)> Operations { get; init; }

    /// <summary>The blocks, oldest first.</summary>
    public required IReadOnlyList<PartBlockInfo> Blocks { get; init; }

    /// <summary>Where the first page of the index of traces is.</summary>
    public required long PagesOffset { get; init; }

    /// <summary>The first hash of each page.</summary>
    public required uint[] Fences { get; init; }

    /// <summary>Which traces there may be.</summary>
    public required byte[] TraceFilter { get; init; }

    /// <summary>Bytes of memory, about.</summary>
    public long Bytes => TraceFilter.Length + (Fences.Length * 4L) + Blocks.Sum(b => 96L + (b.Operations.Length * 4L)) + (Operations.Count * 64L);

    /// <summary>Writes it.</summary>
    public void WriteTo(ByteSink sink)
    {
        sink.Byte(PartFormat.DirectoryFrame);
        sink.Byte(PartFormat.Version);
        sink.Varint((ulong)FirstId);
        sink.Varint((ulong)LastId);
        sink.Zigzag(FirstArrival.ToUnixTimeMilliseconds());
        sink.Zigzag(LastArrival.ToUnixTimeMilliseconds());
        sink.Varint((ulong)Spans);
        sink.Varint((ulong)Traces);
        sink.Word64(Key);
        sink.Varint((ulong)Operations.Count);
        foreach (var (operation, spans) in Operations)
        {
            sink.Text(operation.Service);
            sink.Byte((byte)operation.Kind);
            sink.Byte(operation.Name is null ? (byte)0 : (byte)1);
            sink.Text(operation.Name);
            sink.Varint((ulong)spans);
        }

        sink.Varint((ulong)Blocks.Count);
        foreach (var block in Blocks)
        {
            block.WriteTo(sink);
        }

        sink.Varint((ulong)PagesOffset);
        sink.Varint((ulong)Fences.Length);
        foreach (var fence in Fences)
        {
            sink.Word32(fence);
        }

        sink.Text(TraceFilter);
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none, or of a later version.</exception>
    public static PartDirectory Read(ReadOnlySpan<byte> payload)
    {
        var source = new ByteSource(payload);
        if (source.Byte() != PartFormat.DirectoryFrame)
        {
            throw ByteSource.Damaged();
        }

        var version = source.Byte();
        if (version != PartFormat.Version)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"a part of version {version}; this Observatory reads {PartFormat.Version}"));
        }

        var (firstId, lastId) = ((long)source.Varint(), (long)source.Varint());
        var (first, last) = (ReadTime(ref source), ReadTime(ref source));
        var (spans, traces, key) = (source.Index(int.MaxValue), source.Index(int.MaxValue), source.Word64());
        var operations = new (PartOperation, int)[source.Count(5)];
        foreach (ref var operation in operations.AsSpan())
        {
            var service = source.Text().ToArray();
            var kind = (SpanKind)source.Byte();
            var isNamed = source.Byte() != 0;
            var name = source.Text();
            if (kind > SpanKind.Consumer)
            {
                throw ByteSource.Damaged();
            }

            operation = (new(service, kind, isNamed ? name.ToArray() : null), source.Index(int.MaxValue));
        }

        var blocks = new PartBlockInfo[source.Count(8)];
        foreach (ref var block in blocks.AsSpan())
        {
            block = PartBlockInfo.Read(ref source, operations.Length);
        }

        var pages = (long)source.Varint();
        var fences = new uint[source.Count(4)];
        foreach (ref var fence in fences.AsSpan())
        {
            fence = source.Word32();
        }

        var filter = source.Text();
        return filter.IsEmpty
            ? throw ByteSource.Damaged()
            : new()
            {
                FirstId = firstId,
                LastId = lastId,
                FirstArrival = first,
                LastArrival = last,
                Spans = spans,
                Traces = traces,
                Key = key,
                Operations = operations,
                Blocks = blocks,
                PagesOffset = pages,
                Fences = fences,
                TraceFilter = filter.ToArray(),
            };
    }

    private static DateTimeOffset ReadTime(ref ByteSource source)
    {
        var time = source.Zigzag();
        return Math.Abs(time) < 100_000_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(time) : throw ByteSource.Damaged();
    }
}

/// <summary>An operation of a part.</summary>
/// <param name="Service">Its service, as much of the name as is told apart.</param>
/// <param name="Kind">The kind of its spans.</param>
/// <param name="Name">Its name; null when that is too long to be told apart.</param>
internal readonly record struct PartOperation(byte[] Service, SpanKind Kind, byte[]? Name);

/// <summary>Where a block is and what is in it.</summary>
/// <param name="Offset">Where its frame begins.</param>
/// <param name="Length">Bytes of the frame.</param>
/// <param name="FilterLength">Bytes of the frame of its filter, which is right before it.</param>
/// <param name="Rows">Spans.</param>
/// <param name="MinStart">The earliest start, in nanoseconds since 1970.</param>
/// <param name="MaxStart">The latest.</param>
/// <param name="MaxDuration">The longest duration.</param>
/// <param name="Operations">The numbers that the part has for the operations of the block.</param>
internal sealed record PartBlockInfo(
    long Offset, int Length, int FilterLength, int Rows, ulong MinStart, ulong MaxStart, ulong MaxDuration, int[] Operations)
{
    /// <summary>Writes it.</summary>
    public void WriteTo(ByteSink sink)
    {
        sink.Varint((ulong)Offset);
        sink.Varint((ulong)Length);
        sink.Varint((ulong)FilterLength);
        sink.Varint((ulong)Rows);
        sink.Varint(MinStart);
        sink.Varint(MaxStart - MinStart);
        sink.Varint(MaxDuration);
        sink.Varint((ulong)Operations.Length);
        foreach (var operation in Operations)
        {
            sink.Varint((ulong)operation);
        }
    }

    /// <summary>Reads one.</summary>
    public static PartBlockInfo Read(ref ByteSource source, int operations)
    {
        var (offset, length, filter, rows) = ((long)source.Varint(), source.Index(int.MaxValue), source.Index(int.MaxValue), source.Index(int.MaxValue));
        var minStart = source.Varint();
        var maxStart = minStart + source.Varint();
        var maxDuration = source.Varint();
        var own = new int[source.Count(1)];
        foreach (ref var operation in own.AsSpan())
        {
            operation = source.Index(operations);
        }

        return new(offset, length, filter, rows, minStart, maxStart, maxDuration, own);
    }
}
