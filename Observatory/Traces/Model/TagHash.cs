using Observatory.Otlp;
using Observatory.Storage;

namespace Observatory.Traces.Model;

/// <summary>What a tag (key and value) is called in the blocks' Bloom filters.</summary>
internal static class TagHash
{
    /// <summary>The hash of an attribute as it comes in.</summary>
    public static ulong Of(ReadOnlySpan<byte> key, OtlpValue value)
    {
        var name = Hash64.Of(key);
        return value.Kind switch
        {
            OtlpValueKind.String => Hash64.Of(value.Bytes, name),
            OtlpValueKind.Bool or OtlpValueKind.Int or OtlpValueKind.Double => Hash64.Of((ulong)value.Bits, name ^ (ulong)value.Kind),
            // What has no short canonical form is found by its key alone.
            _ => Hash64.Of((ulong)OtlpValueKind.Array, name),
        };
    }

    /// <summary>The hash of a text value.</summary>
    public static ulong Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text) => Hash64.Of(text, Hash64.Of(key));

    /// <summary>The hash of a yes-or-no value.</summary>
    public static ulong Of(ReadOnlySpan<byte> key, bool value) => Hash64.Of(value ? 1UL : 0UL, Hash64.Of(key) ^ (ulong)OtlpValueKind.Bool);

    /// <summary>Every hash under which a tag may have come in that a query writes as <paramref name="text"/>.</summary>
    public static ulong[] Candidates(string key, string text)
    {
        var name = Hash64.Of(Encoding.UTF8.GetBytes(key));
        var hashes = new List<ulong>
        {
            Hash64.Of(Encoding.UTF8.GetBytes(text), name),
            Hash64.Of((ulong)OtlpValueKind.Array, name),
        };
        if (text is "true" or "false")
        {
            hashes.Add(Of(Encoding.UTF8.GetBytes(key), text == "true"));
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            hashes.Add(Hash64.Of((ulong)whole, name ^ (ulong)OtlpValueKind.Int));
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            hashes.Add(Hash64.Of((ulong)BitConverter.DoubleToInt64Bits(number), name ^ (ulong)OtlpValueKind.Double));
        }

        return [.. hashes];
    }

    /// <summary>Whether an attribute's value is what a query writes as <paramref name="text"/>.</summary>
    public static bool Matches(OtlpValue value, string text, ReadOnlySpan<byte> utf8) => value.Kind switch
    {
        OtlpValueKind.String => value.Bytes.SequenceEqual(utf8),
        OtlpValueKind.Bool => text == (value.Bits != 0 ? "true" : "false"),
        OtlpValueKind.Int => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && whole == value.Bits,
        OtlpValueKind.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && BitConverter.DoubleToInt64Bits(number) == value.Bits,
        _ => value.ToText() == text,
    };
}
