using System.Buffers.Binary;
using Tta.Observatory.Tests.Metrics.Support;

namespace Tta.Observatory.Tests.Support;

/// <summary>A span to send, written as protobuf by hand.</summary>
internal sealed record TestSpan
{
    public static readonly DateTimeOffset Epoch = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public UInt128 Trace { get; init; } = 1;

    public ulong Id { get; init; } = 1;

    public ulong Parent { get; init; }

    public string Name { get; init; } = "operation";

    public string Service { get; init; } = "service";

    public string? Scope { get; init; } = "scope";

    public int Kind { get; init; } = 1;

    public TimeSpan Start { get; init; }

    public TimeSpan Duration { get; init; } = TimeSpan.FromMilliseconds(10);

    public (string Key, object Value)[] Attributes { get; init; } = [];

    public (string Key, object Value)[] Resource { get; init; } = [];

    public (string Name, TimeSpan At, (string Key, object Value)[] Attributes)[] Events { get; init; } = [];

    public (UInt128 Trace, ulong Span)[] Links { get; init; } = [];

    public int Status { get; init; }

    public string? StatusMessage { get; init; }

    public string? TraceState { get; init; }

    public ulong StartNanos => Nanos(Epoch + Start);

    public string TraceHex => Trace >> 64 == 0 ? $"{(ulong)Trace:x16}" : $"{Trace:x32}";

    /// <summary>One request, each span under its own resource and scope.</summary>
    public static byte[] Request(params IEnumerable<TestSpan> spans)
    {
        var request = new Proto();
        foreach (var group in spans.GroupBy(s => (s.Service, s.Scope, Resource: string.Join(',', s.Resource))))
        {
            var scopeSpans = new Proto();
            if (group.Key.Scope is { } scope)
            {
                scopeSpans.Message(1, new Proto().String(1, scope).String(2, "1.2.3"));
            }

            foreach (var span in group)
            {
                scopeSpans.Message(2, span.Message());
            }

            request.Message(1, new Proto().Message(1, ResourceOf(group.First())).Message(2, scopeSpans));
        }

        return request.ToArray();
    }

    public static Proto ArrayOf(params object[] items) =>
        new Proto().Message(5, items.Aggregate(new Proto(), (array, item) => array.Message(1, Proto.AnyValue(item))));

    public static Proto MapOf(params (string Key, object Value)[] entries) =>
        new Proto().Message(6, entries.Aggregate(new Proto(), (map, entry) => map.Attribute(1, entry.Key, entry.Value)));

    public static byte[] TraceBytes(UInt128 trace)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, trace);
        return bytes;
    }

    public static byte[] SpanBytes(ulong span)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, span);
        return bytes;
    }

    public Proto Message()
    {
        var span = new Proto().Bytes(1, TraceBytes(Trace)).Bytes(2, SpanBytes(Id)).String(5, Name).Varint(6, (ulong)Kind)
            .Fixed64(7, StartNanos).Fixed64(8, Nanos(Epoch + Start + Duration));
        if (Parent != 0)
        {
            span.Bytes(4, SpanBytes(Parent));
        }

        if (TraceState is not null)
        {
            span.String(3, TraceState);
        }

        foreach (var (key, value) in Attributes)
        {
            span.Attribute(9, key, value);
        }

        foreach (var (name, at, attributes) in Events)
        {
            var happening = new Proto().Fixed64(1, Nanos(Epoch + at)).String(2, name);
            foreach (var (key, value) in attributes)
            {
                happening.Attribute(3, key, value);
            }

            span.Message(11, happening);
        }

        foreach (var (trace, id) in Links)
        {
            span.Message(13, new Proto().Bytes(1, TraceBytes(trace)).Bytes(2, SpanBytes(id)));
        }

        if (Status != 0 || StatusMessage is not null)
        {
            span.Message(15, new Proto().String(2, StatusMessage ?? "").Varint(3, (ulong)Status));
        }

        return span;
    }

    private static Proto ResourceOf(TestSpan span)
    {
        var resource = new Proto().Attribute(1, "service.name", span.Service);
        foreach (var (key, value) in span.Resource)
        {
            resource.Attribute(1, key, value);
        }

        return resource;
    }

    private static ulong Nanos(DateTimeOffset time) => (ulong)(time - DateTimeOffset.UnixEpoch).Ticks * 100;
}
