using System.Buffers;

namespace Tta.ServiceDefaults.Spool;

/// <summary>An OTLP export request of spans of which only the traces are left that a level keeps.</summary>
/// <param name="Body">The request.</param>
/// <param name="Kept">Spans in it.</param>
/// <param name="Lost">Spans that were taken out.</param>
/// <param name="LostRoots">Spans without a parent among those, each a trace's.</param>
internal readonly record struct ThinnedRequest(ReadOnlyMemory<byte> Body, long Kept, long Lost, long LostRoots)
{
    private const int ResourceSpans = 1;
    private const int ScopeSpans = 2;
    private const int Span = 2;
    private const int TraceId = 1;
    private const int ParentSpanId = 4;

    /// <summary>Takes out the spans of the traces that the level does not keep, and scopes and resources that have none then.</summary>
    /// <param name="request">The request; what comes after its first broken field stays as it is.</param>
    /// <param name="level">The level, as of <see cref="TraceShare"/>.</param>
    public static ThinnedRequest Of(ReadOnlyMemory<byte> request, int level)
    {
        if (level == 0)
        {
            return new(request, OtlpItems.Count(request.Span), 0, 0);
        }

        var sieve = new Sieve(level);
        var body = new ArrayBufferWriter<byte>(request.Length);
        sieve.Copy(request.Span, body, [ResourceSpans, ScopeSpans]);
        return new(body.WrittenMemory, sieve.Kept, sieve.Lost, sieve.LostRoots);
    }

    /// <summary>Nothing of a request: all of it is lost.</summary>
    public static ThinnedRequest Nothing(ReadOnlyMemory<byte> request)
    {
        var sieve = new Sieve(level: null);
        sieve.Copy(request.Span, new ArrayBufferWriter<byte>(), [ResourceSpans, ScopeSpans]);
        return new(ReadOnlyMemory<byte>.Empty, 0, sieve.Lost, sieve.LostRoots);
    }

    private struct Sieve(int? level)
    {
        public long Kept { get; private set; }

        public long Lost { get; private set; }

        public long LostRoots { get; private set; }

        /// <summary>Copies a message without what goes; <paramref name="path"/> says in which fields the spans are.</summary>
        public void Copy(ReadOnlySpan<byte> message, ArrayBufferWriter<byte> to, ReadOnlySpan<int> path)
        {
            var fields = new WireFields(message);
            while (fields.MoveNext())
            {
                if (path.IsEmpty ? Keeps(fields) : !fields.IsBytes || fields.Number != path[0])
                {
                    to.Write(fields.Whole);
                }
                else if (!path.IsEmpty)
                {
                    var before = Kept;
                    var inner = new ArrayBufferWriter<byte>(Math.Max(fields.Value.Length, 1));
                    Copy(fields.Value, inner, path[1..]);
                    if (Kept > before)
                    {
                        WriteVarint(to, ((uint)fields.Number << 3) | 2);
                        WriteVarint(to, (uint)inner.WrittenCount);
                        to.Write(inner.WrittenSpan);
                    }
                }
            }

            to.Write(fields.Rest);
        }

        private bool Keeps(WireFields field)
        {
            if (!field.IsBytes || field.Number != Span)
            {
                return true;
            }

            ReadOnlySpan<byte> traceId = [];
            var isRoot = true;
            for (var fields = new WireFields(field.Value); fields.MoveNext();)
            {
                switch (fields.Number)
                {
                    case TraceId:
                        traceId = fields.Value;
                        break;
                    case ParentSpanId:
                        isRoot = fields.Value.IsEmpty;
                        break;
                }
            }

            if (level is { } given && TraceShare.Keeps(traceId, given))
            {
                Kept++;
                return true;
            }

            Lost++;
            LostRoots += isRoot ? 1 : 0;
            return false;
        }

        private static void WriteVarint(ArrayBufferWriter<byte> to, uint value)
        {
            Span<byte> bytes = stackalloc byte[5];
            var length = 0;
            for (; value >= 0x80; value >>= 7)
            {
                bytes[length++] = (byte)(value | 0x80);
            }

            bytes[length++] = (byte)value;
            to.Write(bytes[..length]);
        }
    }
}
