using Observatory.Otlp;
using Observatory.Storage;

namespace Observatory.Traces.Model;

/// <summary>
/// What a tag (key and value) is called in the blocks' Bloom filters, in memory and on disk: the same in every process. Who makes tags that
/// collide gains nothing that the tag itself would not do.
/// </summary>
internal static class TagHash
{
    /// <summary>The key of all hashes of tags. Filters on disk are made with it.</summary>
    public const ulong Key = 0x7461676B65797331;

    /// <summary>The hash of a key.</summary>
    public static ulong Of(ReadOnlySpan<byte> key) => Hash64.Keyed(Key, key);

    /// <summary>The hash of a truth value or a number.</summary>
    public static ulong Of(ulong keyHash, OtlpValueKind kind, ulong bits) => OfNumber(bits, keyHash ^ (ulong)kind);

    /// <summary>The hash of a value that has no short canonical form: it is found by its key alone.</summary>
    public static ulong OfOther(ulong keyHash) => OfNumber((ulong)OtlpValueKind.Array, keyHash);

    /// <summary>The hash of a number.</summary>
    public static ulong OfNumber(ulong value, ulong seed) => Hash64.Keyed(Key, value, seed);

    /// <summary>The hash of an attribute as it comes in.</summary>
    public static ulong Of(ReadOnlySpan<byte> key, OtlpValue value)
    {
        var name = Of(key);
        return value.Kind switch
        {
            OtlpValueKind.String => Hash64.Keyed(Key, value.Bytes, name),
            OtlpValueKind.Bool or OtlpValueKind.Int or OtlpValueKind.Double => Of(name, value.Kind, (ulong)value.Bits),
            _ => OfOther(name),
        };
    }

    /// <summary>The hash of a text value.</summary>
    public static ulong Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text) => Hash64.Keyed(Key, text, Of(key));

    /// <summary>The hash of a yes-or-no value.</summary>
    public static ulong Of(ReadOnlySpan<byte> key, bool value) => Of(Of(key), OtlpValueKind.Bool, value ? 1UL : 0UL);

    /// <summary>Every hash under which a tag may have come in that a query writes as <paramref name="text"/>.</summary>
    public static ulong[] Candidates(string key, string text)
    {
        var name = Of(Encoding.UTF8.GetBytes(key));
        var hashes = new List<ulong>
        {
            Hash64.Keyed(Key, Encoding.UTF8.GetBytes(text), name),
            OfOther(name),
        };
        if (text is "true" or "false")
        {
            hashes.Add(Of(Encoding.UTF8.GetBytes(key), text == "true"));
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            hashes.Add(Of(name, OtlpValueKind.Int, (ulong)whole));
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            hashes.Add(Of(name, OtlpValueKind.Double, (ulong)BitConverter.DoubleToInt64Bits(number)));
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
