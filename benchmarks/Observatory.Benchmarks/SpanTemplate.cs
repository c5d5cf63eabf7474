using System.Buffers.Binary;
using System.Text;

namespace Observatory.Benchmarks;

/// <summary>
/// One export request of many spans, encoded once; before each sending only ids, times and one unique attribute are written over. The load costs the sender
/// next to nothing, so that what is measured is the receiver.
/// </summary>
internal sealed class SpanTemplate
{
    /// <summary>Spans of one trace.</summary>
    public const int SpansPerTrace = 32;

    /// <summary>Traces of one request.</summary>
    public const int TracesPerRequest = 16;

    /// <summary>Spans of one request.</summary>
    public const int Spans = SpansPerTrace * TracesPerRequest;

    private static readonly string[] Operations = [.. Enumerable.Range(0, 40).Select(i => $"primitive.kind_{i % 10}.action_{i}")];
    private static readonly ulong Start = (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
    private readonly List<(int Trace, int Span, int Parent, int Times, int Unique)> _places = [];

    /// <summary>Encodes the request.</summary>
    public SpanTemplate(string service)
    {
        var spans = new List<byte[]>();
        for (var i = 0; i < Spans; i++)
        {
            spans.Add(Span(i));
        }

        byte[] resource =
        [
            .. Field(1, Attribute("service.name", service)), .. Field(1, Attribute("service.instance.id", "one")),
            .. Field(1, Attribute("deployment.environment.name", "load")),
        ];
        var scope = Field(1, [.. Field(1, "Load"u8), .. Field(2, "1.0"u8)]);
        var scopeSpans = scope.Concat(spans.SelectMany(s => Field(2, s))).ToArray();
        Bytes = Field(1, [.. Field(1, resource), .. Field(2, scopeSpans)]);
        FindPlaces();
    }

    /// <summary>The request.</summary>
    public byte[] Bytes { get; }

    /// <summary>Makes the request the <paramref name="number"/>th; each has traces of its own.</summary>
    public void Number(long number)
    {
        for (var i = 0; i < Spans; i++)
        {
            var trace = (ulong)((number * TracesPerRequest) + (i / SpansPerTrace) + 1);
            var (tracePlace, spanPlace, parentPlace, times, unique) = _places[i];
            var inTrace = i % SpansPerTrace;
            WriteTraceId(trace, Bytes.AsSpan(tracePlace, 16));
            BinaryPrimitives.WriteUInt64BigEndian(Bytes.AsSpan(spanPlace), SpanId(trace, inTrace));
            BinaryPrimitives.WriteUInt64BigEndian(Bytes.AsSpan(parentPlace), inTrace == 0 ? 0 : SpanId(trace, (inTrace - 1) / 2));
            var start = Start + (trace * 1_000_000) + ((ulong)inTrace * 10_000);
            BinaryPrimitives.WriteUInt64LittleEndian(Bytes.AsSpan(times), start);
            BinaryPrimitives.WriteUInt64LittleEndian(Bytes.AsSpan(times + 9), start + 1_000_000 + (trace * 7_919 % 90_000_000));
            Encoding.ASCII.GetBytes($"{trace:x16}", Bytes.AsSpan(unique, 16));
        }
    }

    /// <summary>The id of a trace by its number, from 1, spread over all 128 bits.</summary>
    public static string TraceId(ulong trace)
    {
        var bytes = new byte[16];
        WriteTraceId(trace, bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private static void WriteTraceId(ulong trace, Span<byte> into)
    {
        BinaryPrimitives.WriteUInt64BigEndian(into, trace * 0x9E3779B97F4A7C15);
        BinaryPrimitives.WriteUInt64BigEndian(into[8..], trace * 0xC2B2AE3D27D4EB4F);
    }

    private static ulong SpanId(ulong trace, int inTrace) => ((trace * SpansPerTrace) + (ulong)inTrace + 1) * 0xD6E8FEB86659FD93;

    private static byte[] Span(int i)
    {
        var inTrace = i % SpansPerTrace;
        List<byte> span =
        [
            .. Field(1, new byte[16]), .. Field(2, new byte[8]),
            // A root has no parent; its field is there all the same and written with zeros, which mean none.
            .. Field(4, new byte[8]),
            .. Field(5, Encoding.ASCII.GetBytes(Operations[inTrace == 0 ? 0 : i % Operations.Length])),
            (6 << 3) | 0, (byte)(1 + (i % 3)),
            (7 << 3) | 1, .. new byte[8], (8 << 3) | 1, .. new byte[8],
            .. Field(9, Attribute("workflow.id", new string('0', 16))),
        ];
        span.AddRange(Field(9, Attribute("workflow.name", "content_generation")));
        span.AddRange(Field(9, Attribute("workflow.type", $"type-{i % 4}")));
        span.AddRange(Field(9, Attribute("primitive.type", $"kind_{i % 10}")));
        span.AddRange(Field(9, Attribute("primitive.name", $"step number {i % 20}")));
        span.AddRange(Field(9, Attribute("agent.type", "writer")));
        span.AddRange(Field(9, Attribute("execution.status", i % 50 == 49 ? "failed" : "success")));
        span.AddRange(Field(9, [.. Field(1, "step.index"u8), .. Field(2, [(3 << 3) | 0, (byte)inTrace])]));
        span.AddRange(Field(9, [.. Field(1, "cache.hit"u8), .. Field(2, [(2 << 3) | 0, (byte)(i % 2)])]));
        span.AddRange(Field(9, Attribute("llm.model_name", "a-model-of-some-size")));
        if (i % 50 == 49)
        {
            span.AddRange(Field(15, [(3 << 3) | 0, 2]));
        }

        return [.. span];
    }

    private void FindPlaces()
    {
        // Each span begins with its trace id's field of 16 bytes and its own of 8; nothing else in the request looks like it.
        ReadOnlySpan<byte> beginning = [.. Field(1, new byte[16]), .. Field(2, new byte[8]), .. Field(4, new byte[8])];
        for (var at = 0; _places.Count < Spans;)
        {
            at += Bytes.AsSpan(at).IndexOf(beginning);
            var times = at + beginning.Length;
            times += 2 + Bytes[times + 1] + 2 + 1;
            var unique = times + Bytes.AsSpan(times).IndexOf("workflow.id"u8) + "workflow.id".Length + 4;
            _places.Add((at + 2, at + 20, at + 30, times, unique));
            at += beginning.Length;
        }
    }

    private static byte[] Attribute(string key, string value) =>
        [.. Field(1, Encoding.ASCII.GetBytes(key)), .. Field(2, Field(1, Encoding.ASCII.GetBytes(value)))];

    private static byte[] Field(int number, ReadOnlySpan<byte> content)
    {
        var field = new List<byte> { (byte)((number << 3) | 2) };
        var length = (uint)content.Length;
        for (; length >= 0x80; length >>= 7)
        {
            field.Add((byte)(length | 0x80));
        }

        field.Add((byte)length);
        field.AddRange(content);
        return [.. field];
    }
}
