namespace Tta.Primitives;

/// <summary>Turns results into bytes and back.</summary>
/// <typeparam name="T">The results' type.</typeparam>
public interface ICacheSerializer<T>
{
    /// <summary>The bytes of <paramref name="value"/>.</summary>
    /// <param name="value">A result, possibly null.</param>
    byte[] Serialize(T value);

    /// <summary>The result in <paramref name="bytes"/>. What it throws counts as a failure of the second level.</summary>
    /// <param name="bytes">Bytes made by <see cref="Serialize"/>, perhaps by another version of the program.</param>
    T Deserialize(ReadOnlySpan<byte> bytes);
}
