using System.Runtime.InteropServices;
using Observatory.Storage;

namespace Observatory.Traces.Store;

/// <summary>Builds one frame of a segment in memory. See <see cref="SegmentFormat"/>.</summary>
internal sealed class FrameBuilder
{
    private const int KeptCapacity = 8 * 1024 * 1024;
    private ArrayBufferWriter<byte> _buffer = new(256 * 1024);

    /// <summary>Spans in the frame.</summary>
    public int Spans { get; private set; }

    /// <summary>Begins a new frame.</summary>
    public void Begin()
    {
        if (_buffer.Capacity > KeptCapacity)
        {
            _buffer = new(256 * 1024);
        }

        _buffer.ResetWrittenCount();
        _buffer.GetSpan(FrameFormat.Header)[..FrameFormat.Header].Clear();
        _buffer.Advance(FrameFormat.Header);
        Spans = 0;
    }

    /// <summary>Adds a resource with a scope.</summary>
    /// <returns>Where, from the frame's start, the resource's bytes are.</returns>
    public int AddProcess(int process, ReadOnlySpan<byte> resource, ReadOnlySpan<byte> scope)
    {
        AddHeader(SegmentFormat.ProcessRecord, process, sizeof(uint) + resource.Length + scope.Length);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(sizeof(uint)), resource.Length);
        _buffer.Advance(sizeof(uint));
        var offset = _buffer.WrittenCount;
        _buffer.Write(resource);
        _buffer.Write(scope);
        return offset;
    }

    /// <summary>Adds a span.</summary>
    /// <returns>Where, from the frame's start, its bytes are.</returns>
    public int AddSpan(int process, ReadOnlySpan<byte> span)
    {
        AddHeader(SegmentFormat.SpanRecord, process, span.Length);
        var offset = _buffer.WrittenCount;
        _buffer.Write(span);
        Spans++;
        return offset;
    }

    /// <summary>Completes the header.</summary>
    /// <returns>The frame; valid until the next <see cref="Begin"/>.</returns>
    public ReadOnlySpan<byte> End(FrameKey key, DateTimeOffset arrival)
    {
        MemoryMarshal.TryGetArray(_buffer.WrittenMemory, out var array);
        var frame = array.AsSpan();
        FrameFormat.Complete(frame, key, arrival, Spans);
        return frame;
    }

    private void AddHeader(byte kind, int process, int length)
    {
        var header = _buffer.GetSpan(SegmentFormat.RecordHeader);
        header[0] = kind;
        BinaryPrimitives.WriteInt32LittleEndian(header[1..], process);
        BinaryPrimitives.WriteInt32LittleEndian(header[5..], length);
        _buffer.Advance(SegmentFormat.RecordHeader);
    }
}
