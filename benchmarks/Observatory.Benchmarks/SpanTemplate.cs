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
    private readonly List<(int Index, int Trace, int Span, int Parent, int Times, int Unique)> _places = [];

    /// <summary>Encodes a request of one service, whose spans are of 40 operations and no calls.</summary>
    public SpanTemplate(string service)
        : this(i => new(service, Operations[i % SpansPerTrace == 0 ? 0 : i % Operations.Length], 1 + (i % 3)))
    {
    }

    private SpanTemplate(Func<int, Step> stepOf)
    {
        var scope = Field(1, [.. Field(1, "Load"u8), .. Field(2, "1.0"u8)]);
        var request = new List<byte>();
        var order = new List<int>();
        foreach (var service in Enumerable.Range(0, Spans).GroupBy(i => stepOf(i).Service))
        {
            byte[] resource =
            [
                .. Field(1, Attribute("service.name", service.Key)), .. Field(1, Attribute("service.instance.id", "one")),
                .. Field(1, Attribute("deployment.environment.name", "load")),
            ];
            request.AddRange(Field(1, [.. Field(1, resource), .. Field(2, [.. scope, .. service.SelectMany(i => Field(2, Span(i, stepOf(i))))])]));
            order.AddRange(service);
        }

        Bytes = [.. request];
        FindPlaces(order);
    }

    /// <summary>
    /// Encodes a request of twelve services that call each other: 416 operations; 72 pairs of who calls whom, of which 48 are services, 12 model
    /// providers without spans of their own, and 12 users. Three spans of ten are of a call, as in the demo.
    /// </summary>
    public static SpanTemplate OfCalls() => new(i =>
    {
        var (trace, inTrace) = (i / SpansPerTrace % 13, i % SpansPerTrace);
        // Each span is called by that of half its number; below 3, 5, 19 and 27 another service works.
        var offset = inTrace;
        while (offset is not (0 or 3 or 5 or 19 or 27))
        {
            offset = (offset - 1) / 2;
        }

        var service = $"service-{(trace + offset switch { 3 => 1, 5 => 2, 19 => 3, 27 => 4, _ => 0 }) % 12}";
        return inTrace switch
        {
            0 or 3 or 5 or 19 or 27 => new(service, $"POST /{trace}/{inTrace}", 2),
            1 or 2 or 9 or 13 => new(service, $"POST {trace} {inTrace}", 3),
            11 => new(service, $"chat {trace}", 3, $"provider-{trace % 12}"),
            _ => new(service, $"primitive.kind_{trace}.action_{inTrace}", 1),
        };
    });

    /// <summary>Encodes a request of runs of agents: sixteen workflows, each a root, steps below it and four calls to models.</summary>
    public static SpanTemplate OfRuns() => new(i =>
    {
        var (workflow, inTrace) = ($"workflow_{i / SpansPerTrace % TracesPerRequest}", i % SpansPerTrace);
        return inTrace switch
        {
            0 => new("runs", "workflow.execute", 1, null, [("correlation.id", "one"), ("gen_ai.workflow.name", workflow)]),
            13 or 17 or 21 or 29 => new("runs", "chat", 3, $"provider-{inTrace % 3}",
            [
                ("gen_ai.operation.name", "chat"), ("gen_ai.request.model", $"model-{inTrace}"), ("gen_ai.response.model", $"model-{inTrace}"),
                ("gen_ai.usage.input_tokens", "1200"), ("gen_ai.usage.output_tokens", "340"),
            ]),
            _ => new("runs", $"primitive.kind_{inTrace % 10}.execute", 1, null, [("primitive.action", "execute")]),
        };
    });

    /// <summary>The request.</summary>
    public byte[] Bytes { get; }

    /// <summary>Makes the request the <paramref name="number"/>th; each has traces of its own.</summary>
    public void Number(long number)
    {
        for (var i = 0; i < Spans; i++)
        {
            var (index, tracePlace, spanPlace, parentPlace, times, unique) = _places[i];
            var trace = (ulong)((number * TracesPerRequest) + (index / SpansPerTrace) + 1);
            var inTrace = index % SpansPerTrace;
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

    private static byte[] Span(int i, Step step)
    {
        var inTrace = i % SpansPerTrace;
        List<byte> span =
        [
            .. Field(1, new byte[16]), .. Field(2, new byte[8]),
            // A root has no parent; its field is there all the same and written with zeros, which mean none.
            .. Field(4, new byte[8]),
            .. Field(5, Encoding.ASCII.GetBytes(step.Name)),
            (6 << 3) | 0, (byte)step.Kind,
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
        if (step.Provider is not null)
        {
            span.AddRange(Field(9, Attribute("gen_ai.provider.name", step.Provider)));
        }

        foreach (var (key, value) in step.More ?? [])
        {
            span.AddRange(Field(9, Attribute(key, value)));
        }

        if (i % 50 == 49)
        {
            span.AddRange(Field(15, [(3 << 3) | 0, 2]));
        }

        return [.. span];
    }

    private void FindPlaces(List<int> order)
    {
        // Each span begins with its trace id's field of 16 bytes and its own of 8; nothing else in the request looks like it.
        ReadOnlySpan<byte> beginning = [.. Field(1, new byte[16]), .. Field(2, new byte[8]), .. Field(4, new byte[8])];
        for (var at = 0; _places.Count < Spans;)
        {
            at += Bytes.AsSpan(at).IndexOf(beginning);
            var times = at + beginning.Length;
            times += 2 + Bytes[times + 1] + 2 + 1;
            var unique = times + Bytes.AsSpan(times).IndexOf("workflow.id"u8) + "workflow.id".Length + 4;
            _places.Add((order[_places.Count], at + 2, at + 20, at + 30, times, unique));
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

    private sealed record Step(string Service, string Name, int Kind, string? Provider = null, (string Key, string Value)[]? More = null);
}
