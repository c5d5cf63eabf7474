using Observatory.Otlp;

namespace Observatory.Traces.Model;

/// <summary>A resource and a scope as stored.</summary>
internal sealed class StoredProcess
{
    /// <summary>What the service of spans is called whose resource names none: Jaeger's word.</summary>
    public const string MissingService = "missing-service-name";

    private StoredProcess(ReadOnlyMemory<byte> resource, ReadOnlyMemory<byte> scope)
    {
        Resource = resource;
        Scope = scope;
        ServiceName = ReadServiceName(resource.Span);
    }

    /// <summary>The Resource message.</summary>
    public ReadOnlyMemory<byte> Resource { get; }

    /// <summary>The Resource message, with the service's name also when the sender gave none.</summary>
    public ReadOnlyMemory<byte> ResourceWithService
    {
        get
        {
            if (ServiceName != MissingService)
            {
                return Resource;
            }

            // KeyValue { key = 1 "service.name", value = 2 AnyValue { string_value = 1 } } as field 1 of the resource.
            var value = Encoding.UTF8.GetBytes(MissingService);
            ReadOnlySpan<byte> key = "service.name"u8;
            return (byte[])
            [
                .. Resource.Span, 0x0A, (byte)(2 + key.Length + 4 + value.Length), 0x0A, (byte)key.Length, .. key, 0x12, (byte)(2 + value.Length), 0x0A,
                (byte)value.Length, .. value,
            ];
        }
    }

    /// <summary>The resource's attributes, as KeyValue messages.</summary>
    public RepeatedField ResourceAttributes => new(Resource.Span, 1);

    /// <summary>The scope's attributes, as KeyValue messages.</summary>
    public RepeatedField ScopeAttributes => new(Scope.Span, 3);

    /// <summary>The scope's name; empty without one.</summary>
    public ReadOnlySpan<byte> ScopeName => RepeatedField.Last(Scope.Span, 1);

    /// <summary>The scope's version; empty without one.</summary>
    public ReadOnlySpan<byte> ScopeVersion => RepeatedField.Last(Scope.Span, 2);

    /// <summary>The InstrumentationScope message.</summary>
    public ReadOnlyMemory<byte> Scope { get; }

    /// <summary>The service's name.</summary>
    public string ServiceName { get; }

    /// <summary>A process from its two messages.</summary>
    public static StoredProcess Of(ReadOnlyMemory<byte> resource, ReadOnlyMemory<byte> scope) => new(resource, scope);

    private static string ReadServiceName(ReadOnlySpan<byte> resource)
    {
        var name = MissingService;
        foreach (var keyValue in new RepeatedField(resource, 1))
        {
            var attribute = OtlpAttribute.Read(keyValue);
            if (attribute.Key.SequenceEqual("service.name"u8) && attribute.Value is { Kind: OtlpValueKind.String, Bytes.Length: > 0 } value)
            {
                name = Encoding.UTF8.GetString(value.Bytes);
            }
        }

        return name;
    }
}
