namespace Observatory.Otlp;

/// <summary>An OTLP Resource message decoded to text.</summary>
internal sealed class OtlpResource
{
    /// <summary>What a service is called whose resource does not say.</summary>
    public const string UnknownService = "unknown_service";

    private OtlpResource(OtlpAttributeList attributes) => Attributes = attributes;

    /// <summary>All its attributes, service.name included.</summary>
    public OtlpAttributeList Attributes { get; }

    /// <summary>The attribute <c>service.name</c>, or <see cref="UnknownService"/>.</summary>
    public string ServiceName => Attributes["service.name"] is { Length: > 0 } name ? name : UnknownService;

    /// <summary>The attribute <c>service.namespace</c>, or null.</summary>
    public string? ServiceNamespace => Attributes["service.namespace"];

    /// <summary>The attribute <c>service.instance.id</c>, or null.</summary>
    public string? ServiceInstanceId => Attributes["service.instance.id"];

    /// <summary>
    /// Finds it in a ResourceSpans, ResourceMetrics or ResourceLogs message, where it may stand behind what it describes.
    /// </summary>
    /// <exception cref="MalformedProtobufException">The message is none.</exception>
    public static OtlpResource ReadIn(ReadOnlySpan<byte> container) => Read(RepeatedField.Last(container, 1));

    /// <summary>Decodes a Resource message.</summary>
    /// <exception cref="MalformedProtobufException">It is none.</exception>
    private static OtlpResource Read(ReadOnlySpan<byte> message)
    {
        var attributes = new OtlpAttributeList();
        foreach (var keyValue in new RepeatedField(message, 1))
        {
            attributes.Add(keyValue);
        }

        return new(attributes);
    }
}
