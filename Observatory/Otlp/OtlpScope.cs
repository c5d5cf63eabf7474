namespace Observatory.Otlp;

/// <summary>An OTLP InstrumentationScope message decoded to text.</summary>
/// <param name="Name">The tracer's, meter's or logger's name; empty when the sender gave none.</param>
/// <param name="Version">Its version; empty when the sender gave none.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record OtlpScope(string Name, string Version, OtlpAttributeList Attributes)
{
    /// <summary>Finds it in a ScopeSpans, ScopeMetrics or ScopeLogs message, where it may stand behind what it describes.</summary>
    /// <exception cref="MalformedProtobufException">The message is none.</exception>
    public static OtlpScope ReadIn(ReadOnlySpan<byte> container) => Read(RepeatedField.Last(container, 1));

    /// <summary>Decodes an InstrumentationScope message.</summary>
    /// <exception cref="MalformedProtobufException">It is none.</exception>
    private static OtlpScope Read(ReadOnlySpan<byte> message)
    {
        var (name, version) = ("", "");
        var attributes = new OtlpAttributeList();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.ReadString();
                    break;
                case 2:
                    version = reader.ReadString();
                    break;
                case 3:
                    attributes.Add(reader.ReadBytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(name, version, attributes);
    }
}
