using Observatory.Logs.Model;
using Observatory.Otlp;

namespace Observatory.Logs.Otlp;

/// <summary>
/// Walks one ExportLogsServiceRequest and turns its records into stored ones. All of the request is decoded before anything is handed on,
/// so that a malformed one leaves nothing behind. Not thread-safe.
/// </summary>
internal sealed class LogDecoder(LogsOptions options)
{
    private const int MaxShortField = 256;

    private readonly LogRecordWriter _writer = new();
    private readonly List<byte[]> _records = [];

    /// <summary>Decodes a request.</summary>
    /// <param name="request">The bytes.</param>
    /// <param name="receivedUnixNano">Now.</param>
    /// <returns>Its records, valid until the next call.</returns>
    /// <exception cref="MalformedProtobufException">It is no such request.</exception>
    public IReadOnlyList<byte[]> Decode(ReadOnlySpan<byte> request, ulong receivedUnixNano)
    {
        _records.Clear();
        foreach (var resourceLogs in new RepeatedField(request, 1))
        {
            ResourceLogs(resourceLogs, receivedUnixNano);
        }

        return _records;
    }

    private void ResourceLogs(ReadOnlySpan<byte> message, ulong received)
    {
        var resource = OtlpResource.ReadIn(message);

        var service = Encoding.UTF8.GetBytes(resource.ServiceName);
        var instance = Encoding.UTF8.GetBytes(resource.ServiceInstanceId ?? "");
        foreach (var scopeLogs in new RepeatedField(message, 2))
        {
            ScopeLogs(scopeLogs, service, instance, received);
        }
    }

    private void ScopeLogs(ReadOnlySpan<byte> message, byte[] service, byte[] instance, ulong received)
    {
        var scope = OtlpScope.ReadIn(message);

        var name = Encoding.UTF8.GetBytes(scope.Name);
        foreach (var record in new RepeatedField(message, 2))
        {
            Record(record, service, instance, name, received);
        }
    }

    private void Record(ReadOnlySpan<byte> message, byte[] service, byte[] instance, byte[] scope, ulong received)
    {
        ulong time = 0, observed = 0;
        var severity = 0;
        ReadOnlySpan<byte> severityText = default, eventName = default, traceId = default, spanId = default, body = default;
        var attributes = new OtlpAttributeList();
        var droppedBySender = false;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    time = reader.ReadFixed64();
                    break;
                case 11:
                    observed = reader.ReadFixed64();
                    break;
                case 2:
                    severity = reader.ReadInt32();
                    break;
                case 3:
                    severityText = reader.ReadBytes();
                    break;
                case 5:
                    var value = OtlpValue.Read(reader.ReadBytes());
                    body = value.Kind == OtlpValueKind.String ? value.Bytes : Encoding.UTF8.GetBytes(value.ToText());
                    break;
                case 6:
                    attributes.Add(reader.ReadBytes());
                    break;
                case 7:
                    droppedBySender = reader.ReadUInt32() > 0;
                    break;
                case 9:
                    traceId = reader.ReadBytes();
                    break;
                case 10:
                    spanId = reader.ReadBytes();
                    break;
                case 12:
                    eventName = reader.ReadBytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        severity = severity > 0 ? severity : LogLevels.OfText(severityText);
        _writer.Begin(received, time != 0 ? time : observed != 0 ? observed : received, severity, traceId, spanId);
        if (droppedBySender || attributes.Dropped > 0)
        {
            _writer.MarkTruncated();
        }

        _writer.Field(service, MaxShortField);
        _writer.Field(instance, MaxShortField);
        _writer.Field(scope, MaxShortField);
        _writer.Field(severityText, MaxShortField);
        _writer.Field(eventName, MaxShortField);
        _writer.Field(body, options.MaxLogBodyBytes);
        foreach (var (key, text) in attributes.Items)
        {
            _writer.Attribute(key, text);
        }

        _records.Add(_writer.Written.ToArray());
    }
}
