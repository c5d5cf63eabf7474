using System.Globalization;

namespace Tta.ServiceDefaults.Tests.Otlp;

/// <summary>Export requests of spans, written and read by hand: of each span its trace, and whether it is the root.</summary>
internal static class TracedRequest
{
    private const int Padding = 100;

    /// <summary>The id of a trace whose randomness is the number's share of all: 0.5 is in the middle.</summary>
    public static string TraceId(double randomness) =>
        "0102030405060708" + "ff" + ((ulong)(randomness * (1UL << 56))).ToString("x14", CultureInfo.InvariantCulture);

    /// <summary>A request of two resources: the first has a scope for each of the spans, the second all of them in one; each takes 100 bytes and more.</summary>
    public static byte[] Of(params IReadOnlyList<(string TraceId, bool IsRoot)> spans)
    {
        byte[][] encoded = [.. spans.Select(span => Span(span.TraceId, span.IsRoot))];
        byte[] resource = Field(1, Field(1, "service"u8));
        byte[] first = [.. resource, .. encoded.SelectMany(span => Field(2, [.. Field(1, "scope"u8), .. span])), .. Field(3, "schema"u8)];
        byte[] second = [.. resource, .. Field(2, [.. encoded.SelectMany(span => span), .. Field(3, "schema"u8)])];
        return [.. Field(1, first), .. Field(1, second)];
    }

    /// <summary>The traces of the spans, in their order.</summary>
    public static IReadOnlyList<string> TraceIds(ReadOnlyMemory<byte> request) =>
    [
        .. new WireMessage(request.ToArray()).Messages(1).SelectMany(resource => resource.Messages(2)).SelectMany(scope => scope.Messages(2))
            .Select(span => span.Hex(1)),
    ];

    private static byte[] Span(string traceId, bool isRoot) => Field(
        2, [.. Field(1, Convert.FromHexString(traceId)), .. isRoot ? [] : Field(4, [1, 2, 3, 4, 5, 6, 7, 8]), .. Field(5, new byte[Padding]), 0x30, 2]);

    private static byte[] Field(int number, ReadOnlySpan<byte> value)
    {
        List<byte> field = [(byte)((number << 3) | 2)];
        for (var length = value.Length; ; length >>= 7)
        {
            if (length < 0x80)
            {
                field.Add((byte)length);
                return [.. field, .. value];
            }

            field.Add((byte)(length | 0x80));
        }
    }
}
