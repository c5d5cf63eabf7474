using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tta.Primitives;

/// <summary>Results as JSON, by source-generated metadata so that it works trimmed and ahead-of-time compiled.</summary>
/// <typeparam name="T">The results' type.</typeparam>
/// <param name="typeInfo">From a <see cref="System.Text.Json.Serialization.JsonSerializerContext"/>.</param>
public sealed class JsonCacheSerializer<T>(JsonTypeInfo<T> typeInfo) : ICacheSerializer<T>
{
    private readonly JsonTypeInfo<T> _typeInfo = typeInfo ?? throw new ArgumentNullException(nameof(typeInfo));

    /// <inheritdoc/>
    public byte[] Serialize(T value) => JsonSerializer.SerializeToUtf8Bytes(value, _typeInfo);

    /// <inheritdoc/>
    public T Deserialize(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize(bytes, _typeInfo)!;
}
