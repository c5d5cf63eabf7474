using System.Text;

namespace Tta.Primitives;

/// <summary>Texts as UTF-8 behind a byte that tells null from empty.</summary>
internal sealed class TextCacheSerializer : ICacheSerializer<string?>
{
    public byte[] Serialize(string? value)
    {
        if (value is null)
        {
            return [0];
        }

        var bytes = new byte[1 + Encoding.UTF8.GetByteCount(value)];
        bytes[0] = 1;
        Encoding.UTF8.GetBytes(value, bytes.AsSpan(1));
        return bytes;
    }

    public string? Deserialize(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0] => null,
        [1, .. ReadOnlySpan<byte> text] => Encoding.UTF8.GetString(text),
        _ => throw new InvalidDataException("Not a cached text."),
    };
}
