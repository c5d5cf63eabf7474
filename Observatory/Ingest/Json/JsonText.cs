using System.Buffers.Text;

namespace Observatory.Ingest.Json;

/// <summary>What stands between the quotes of a JSON string whose form the reader has checked.</summary>
internal static class JsonText
{
    private const byte Escape = (byte)'\\';

    /// <summary>
    /// Writes text with its escapes undone. Half of a surrogate pair, which JavaScript's strings may hold and JSON may carry, becomes
    /// U+FFFD: one odd attribute is no reason to refuse a request.
    /// </summary>
    public static void Unescape(ReadOnlySpan<byte> text, ProtobufWriter writer)
    {
        Span<byte> utf8 = stackalloc byte[4];
        while (!text.IsEmpty)
        {
            var plain = text.IndexOf(Escape);
            if (plain < 0)
            {
                writer.Append(text);
                return;
            }

            writer.Append(text[..plain]);
            var rune = ReadEscape(text[plain..], out var length);
            writer.Append(utf8[..rune.EncodeToUtf8(utf8)]);
            text = text[(plain + length)..];
        }
    }

    private static Rune ReadEscape(ReadOnlySpan<byte> text, out int length)
    {
        length = 2;
        switch (text[1])
        {
            case (byte)'b':
                return new('\b');
            case (byte)'f':
                return new('\f');
            case (byte)'n':
                return new('\n');
            case (byte)'r':
                return new('\r');
            case (byte)'t':
                return new('\t');
            case (byte)'u':
                length = 6;
                var first = ReadUnit(text);
                if (Rune.TryCreate(first, out var rune))
                {
                    return rune;
                }

                if (text.Length >= 12 && text[6] == Escape && text[7] == 'u' && Rune.TryCreate(first, ReadUnit(text[6..]), out rune))
                {
                    length = 12;
                    return rune;
                }

                return Rune.ReplacementChar;
            default:
                // A quote, a slash or a backslash stand for themselves.
                return new((char)text[1]);
        }
    }

    private static char ReadUnit(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape.Slice(2, 4), out ushort unit, out var read, 'x') && read == 4 ? (char)unit : '\uFFFD';
}
