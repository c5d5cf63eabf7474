using System.Collections;
using Observatory.Traces.Query;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Traces;

/// <summary>
/// Requests with spans of all kinds: what senders write, and what protobuf allows and none writes (fields in any order, several times,
/// unknown ones, numbers in more bytes than they take, empty messages).
/// </summary>
internal sealed class RandomRequests(int seed) : IEnumerable<byte[]>
{
    private readonly Random _random = new(seed);
    private readonly List<ulong> _ids = [];

    /// <summary>Searches that find some of the spans.</summary>
    public static IEnumerable<TraceQuery> Queries =>
    [
        new() { Service = "service-1" }, new() { Service = "service-2", Operation = "operation-3" }, new() { Operation = new string('n', 2000) },
        new() { Tags = [new("text", "t3")] }, new() { Tags = [new("whole", "7")] }, new() { Tags = [new("whole", "-3")] },
        new() { Tags = [new("half", "0.5")] }, new() { Tags = [new("flag", "true")] }, new() { Tags = [new("list", "[1,\"b\"]")] },
        new() { Tags = [new("event", "happened")] }, new() { Tags = [new("at.event", "inside")] }, new() { Tags = [new("error", "true")] },
        new() { Tags = [new("span.kind", "client")] }, new() { Tags = [new("of.resource", "r1")] }, new() { Tags = [new("otel.scope.name", "scope")] },
        new() { Tags = [new("text", "nowhere")] }, new() { MinDurationNanos = 500_000_000 }, new() { Tags = [new("binary", "AQI=")] },
    ];

    public IEnumerator<byte[]> GetEnumerator()
    {
        while (true)
        {
            var request = new Proto();
            for (var r = _random.Next(1, 4); r > 0; r--)
            {
                var resource = new Proto();
                if (_random.Next(8) > 0)
                {
                    resource.Attribute(1, "service.name", $"service-{_random.Next(4)}").Attribute(1, "of.resource", $"r{_random.Next(3)}");
                }

                var scopeSpans = new Proto();
                if (_random.Next(4) > 0)
                {
                    scopeSpans.Message(1, new Proto().String(1, "scope").String(2, $"{_random.Next(2)}"));
                }

                for (var s = _random.Next(1, 40); s > 0; s--)
                {
                    scopeSpans.Message(2, Span());
                }

                request.Message(1, new Proto().Message(1, resource).Message(2, scopeSpans));
            }

            yield return request.ToArray();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Proto Span()
    {
        var start = new TestSpan { Start = TimeSpan.FromMilliseconds(_random.Next(100_000)) }.StartNanos + (ulong)_random.Next(1000);
        var id = (ulong)_random.NextInt64(1, long.MaxValue);
        _ids.Add(id);
        var fields = new List<Action<Proto>>
        {
            p => p.Bytes(1, TestSpan.TraceBytes((UInt128)_random.Next(1, 300) << (_random.Next(2) * 64))),
            p => p.Bytes(2, TestSpan.SpanBytes(id)),
            p => p.String(5, _random.Next(20) == 0 ? new string('n', 2000) : $"operation-{_random.Next(6)}"),
            p => p.Fixed64(7, start),
        };
        Maybe(2, p => p.Bytes(4, TestSpan.SpanBytes(_random.Next(5) == 0 ? (ulong)_random.NextInt64(1, long.MaxValue) : _ids[_random.Next(Math.Max(0, _ids.Count - 60), _ids.Count)])));
        Maybe(10, p => p.Bytes(4, []));
        Maybe(2, p => p.Fixed64(8, start + (ulong)_random.NextInt64(0, 2_000_000_000)));
        Maybe(20, p => p.Fixed64(8, start - 5));
        Maybe(2, p => p.Varint(6, (ulong)_random.Next(7)));
        Maybe(3, p => p.String(3, "k=v"));
        Maybe(3, p => p.Varint(10, (ulong)_random.Next(300)));
        Maybe(3, p => p.Fixed32(16, (uint)_random.Next()));
        Maybe(3, p => p.Message(15, Status()));
        Maybe(30, p => p.Message(15, Status()));
        Maybe(30, p => p.String(5, "again"));
        Maybe(30, p => p.Fixed64(7, start + 1));
        Maybe(20, p => p.Varint(999, 5));
        for (var i = _random.Next(8); i > 0; i--)
        {
            Maybe(1, p => Attribute(p, 9));
        }

        for (var i = _random.Next(3); i > 0; i--)
        {
            Maybe(2, p => p.Message(11, Happening(start)));
            Maybe(3, p => p.Message(13, Link()));
        }

        if (_random.Next(4) == 0)
        {
            _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(fields));
        }

        var span = new Proto();
        fields.ForEach(f => f(span));
        return span;

        void Maybe(int oneIn, Action<Proto> field)
        {
            if (_random.Next(oneIn) == 0)
            {
                fields.Add(field);
            }
        }
    }

    private Proto Status() => _random.Next(3) switch
    {
        0 => new Proto().Varint(3, (ulong)_random.Next(4)),
        1 => new Proto().String(2, "why").Varint(3, 2),
        _ => new Proto(),
    };

    private Proto Happening(ulong start)
    {
        var happening = new Proto().Fixed64(1, start + (ulong)_random.Next(1_000_000)).String(2, _random.Next(2) == 0 ? "happened" : $"e{_random.Next(50)}");
        if (_random.Next(2) == 0)
        {
            happening.Attribute(3, "at.event", _random.Next(2) == 0 ? "inside" : "elsewhere");
            Attribute(happening, 3);
        }

        return _random.Next(6) == 0 ? happening.Varint(4, 3) : happening;
    }

    private Proto Link()
    {
        var link = new Proto().Bytes(1, TestSpan.TraceBytes((UInt128)_random.NextInt64())).Bytes(2, TestSpan.SpanBytes((ulong)_random.NextInt64()));
        if (_random.Next(2) == 0)
        {
            Attribute(link, 4);
        }

        return link;
    }

    private void Attribute(Proto message, int field)
    {
        switch (_random.Next(14))
        {
            case 0:
                message.Attribute(field, "whole", _random.Next(-5, 20));
                break;
            case 1:
                message.Attribute(field, "half", _random.Next(3) / 2.0);
                break;
            case 2:
                message.Attribute(field, "flag", _random.Next(2) == 0);
                break;
            case 3:
                message.Attribute(field, "list", TestSpan.ArrayOf(1, _random.Next(2) == 0 ? "b" : "c"));
                break;
            case 4:
                message.Attribute(field, "map", TestSpan.MapOf(("k", true)));
                break;
            case 5:
                message.Attribute(field, "binary", new byte[] { 1, (byte)_random.Next(4) });
                break;
            case 6:
                // A key without a value, a value without a key, nothing, and both the other way round.
                message.Message(field, _random.Next(4) switch
                {
                    0 => new Proto().String(1, "text"),
                    1 => new Proto().Message(2, Proto.AnyValue("t3")),
                    2 => new Proto(),
                    _ => new Proto().Message(2, Proto.AnyValue("t3")).String(1, "text"),
                });
                break;
            case 7:
                message.Attribute(field, "id", Convert.ToHexString(TestSpan.TraceBytes((UInt128)_random.NextInt64())));
                break;
            case 8:
                message.Attribute(field, "long", new string('x', _random.Next(500)));
                break;
            case 9:
                // The number 1 in three bytes, where one is enough.
                message.Bytes(field, (byte[])[0x0A, 4, .. "text"u8, 0x12, 4, 0x18, 0x81, 0x80, 0x00]);
                break;
            default:
                message.Attribute(field, "text", $"t{_random.Next(10)}");
                break;
        }
    }
}
